import { lazy, Suspense, useEffect, useMemo } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { useMessages } from '../i18n/index.ts';
import { NotFound, paths, SETTINGS_TABS, usePerson } from '../shell/index.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { GlobalDialogs } from './GlobalDialogs.tsx';
import { messages } from './messages.ts';
import { PageSkeleton } from './PageSkeleton.tsx';
import { Rail } from './Rail.tsx';
import { useGlobalCommands } from './useGlobalCommands.ts';
import { useWorkspaceSources } from './useWorkspaceSources.ts';
import { keepWorkspace, toWorkspace, useWorkspace, WorkspaceContext } from '../shell/workspace.ts';

const Home = lazy(async () => ({ default: (await import('../features/home/index.ts')).Home }));
const Templates = lazy(async () => ({ default: (await import('../features/templates/index.ts')).Templates }));
const RunsList = lazy(async () => ({ default: (await import('../features/runs-list/index.ts')).RunsList }));
const Workers = lazy(async () => ({ default: (await import('../features/workers/index.ts')).Workers }));
const Settings = lazy(async () => ({ default: (await import('../features/settings/index.ts')).Settings }));
const DocumentPage = lazy(async () => ({
  default: (await import('../features/document-page/index.ts')).DocumentPage,
}));

/** Everything under /w/:slug, for members of it. */
export function WorkspaceRoutes({ slug }: { readonly slug: string }) {
  const { workspaces } = usePerson();
  const mine = workspaces.find((each) => each.slug === slug);
  const workspace = useMemo(() => (mine === undefined ? null : toWorkspace(mine)), [mine]);
  useEffect(() => {
    if (workspace !== null) keepWorkspace(workspace.slug);
  }, [workspace]);
  if (workspace === null)
    return (
      <main>
        <NotFound what="workspace" />
      </main>
    );
  return (
    // Another workspace is another page: nothing of the former may be left in its state.
    <WorkspaceContext key={workspace.workspaceId} value={workspace}>
      <Inside />
    </WorkspaceContext>
  );
}

function Inside() {
  useGlobalCommands();
  useWorkspaceSources();
  return (
    <>
      <Switch>
        <Route path="/w/:slug/d/:documentId">
          {({ documentId }) => (
            <ErrorBoundary of={documentId}>
              <Suspense fallback={<PageSkeleton />}>
                <DocumentPage key={documentId} documentId={documentId} />
              </Suspense>
            </ErrorBoundary>
          )}
        </Route>
        <Route>
          <BesideRail />
        </Route>
      </Switch>
      <GlobalDialogs />
    </>
  );
}

function BesideRail() {
  const t = useMessages(messages);
  const { slug } = useWorkspace();
  const [path] = useLocation();
  return (
    <div className="flex min-h-0 flex-1">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-raised p-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {t('skip')}
      </a>
      <Rail />
      <main id="main" tabIndex={-1} className="min-w-0 flex-1 overflow-y-auto outline-none">
        <ErrorBoundary of={path}>
          <Suspense fallback={<PageSkeleton />}>
            <Switch>
              <Route path="/w/:slug">
                <Home />
              </Route>
              <Route path="/w/:slug/templates">
                <Templates />
              </Route>
              <Route path="/w/:slug/runs">
                <RunsList />
              </Route>
              <Route path="/w/:slug/workers">
                <Workers />
              </Route>
              <Route path="/w/:slug/settings">
                <Redirect to={paths.settings(slug, 'workspace')} replace />
              </Route>
              <Route path="/w/:slug/settings/:tab">
                {({ tab }) => {
                  const known = SETTINGS_TABS.find((each) => each === tab);
                  return known === undefined ? <NotFound /> : <Settings tab={known} />;
                }}
              </Route>
              <Route>
                <NotFound />
              </Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </main>
    </div>
  );
}
