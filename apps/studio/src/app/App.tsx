import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useLayoutEffect, type ReactNode } from 'react';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { queryClient, refusalOf, trpc } from '../api/client.ts';
import { listenToKeys } from '../commands/index.ts';
import { NotFound, paths } from '../shell/index.ts';
import { ErrorNote, startTheme, Toasts, TooltipProvider } from '../ui/index.ts';
import { followPerson } from '../shell/language.ts';
import { AwayBanner } from './AwayBanner.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { MeContext, refreshMe, useMe } from '../shell/me.ts';
import { PageSkeleton } from './PageSkeleton.tsx';
import { reloadForNewVersion } from './newVersion.ts';
import { Start } from './Start.tsx';
import { watchForHan } from './watchForHan.ts';
import { WorkspaceRoutes } from './WorkspaceRoutes.tsx';
import '../ui/motion.css';

const account = () => import('../features/account/index.ts');
const SignIn = lazy(async () => ({ default: (await account()).SignIn }));
const SignUp = lazy(async () => ({ default: (await account()).SignUp }));
const Setup = lazy(async () => ({ default: (await account()).Setup }));
const Join = lazy(async () => ({ default: (await account()).Join }));
const ResetPassword = lazy(async () => ({ default: (await account()).ResetPassword }));

startTheme();
reloadForNewVersion();

export function App() {
  useLayoutEffect(listenToKeys, []);
  useEffect(() => watchForHan(), []);
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <div className="flex h-full flex-col">
          <AwayBanner />
          <ErrorBoundary>
            <Known>
              <Suspense fallback={<PageSkeleton />}>
                <Routes />
              </Suspense>
            </Known>
          </ErrorBoundary>
        </div>
        <Toasts />
      </TooltipProvider>
    </QueryClientProvider>
  );
}

/** Nothing is shown before it is known who looks. A session that ended elsewhere is noticed by the first refusal. */
function Known({ children }: { readonly children: ReactNode }) {
  const me = useQuery(trpc.session.me.queryOptions(undefined, { staleTime: 60_000 }));
  useEffect(
    () =>
      queryClient.getQueryCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'error') return;
        if (refusalOf(event.action.error)?.code === 'sign_in') void refreshMe();
      }),
    [],
  );
  useEffect(() => {
    if (me.data !== undefined) void followPerson(me.data);
  }, [me.data]);
  if (me.data !== undefined) return <MeContext value={me.data}>{children}</MeContext>;
  if (!me.isError) return <PageSkeleton />;
  return (
    <main className="mx-auto w-full max-w-140 px-4 py-16">
      <ErrorNote error={me.error} retry={() => void me.refetch()} />
    </main>
  );
}

function Routes() {
  return (
    <Switch>
      <Route path="/">
        <Start />
      </Route>
      <Route path="/setup">
        <Setup />
      </Route>
      <Route path="/sign-in">
        <SignIn />
      </Route>
      <Route path="/sign-up">
        <SignUp />
      </Route>
      <Route path={/^[/](?:join|invitations)[/](?<invitationId>[^/]+)[/]?$/}>
        {({ invitationId }) => <Join invitationId={invitationId ?? ''} />}
      </Route>
      <Route path={/^[/]reset(?:-password)?[/]?$/}>
        <ResetPassword />
      </Route>
      <Route path="/w/:slug/*?">
        {({ slug }) => (
          <ForPeople>
            <WorkspaceRoutes slug={slug} />
          </ForPeople>
        )}
      </Route>
      <Route>
        <main>
          <NotFound />
        </main>
      </Route>
    </Switch>
  );
}

/** Whoever is not signed in comes back here afterwards. */
function ForPeople({ children }: { readonly children: ReactNode }) {
  const { person, needsSetup } = useMe();
  const [path] = useLocation();
  const search = useSearch();
  if (person !== null) return children;
  const here = search === '' ? path : `${path}?${search}`;
  return <Redirect to={needsSetup ? '/setup' : paths.signIn(here)} replace />;
}
