import type { Page } from 'playwright-core';
import { launchBrowser } from '../../../apps/studio/e2e/browser.ts';
import type { Given, OpenSubject } from '../harness/benchmark.ts';
import { buildPage } from './buildPage.ts';
import { servePage } from './servePage.ts';

interface Settings {
  /** Nodes of the document that is dragged and panned. */
  readonly usual: number;
  /** Nodes of the large one. */
  readonly large: number;
  /** Nodes of one that is larger than anybody draws by hand. */
  readonly huge: number;
  readonly seconds: number;
}

/** One subject in a real browser: opening, dragging one node, panning. Each round loads fresh pages. */
export async function openCanvas(subject: 'weft' | 'plain', { settings }: Given): Promise<OpenSubject> {
  const { usual, large, huge, seconds } = settings as unknown as Settings;
  const served = await servePage(await buildPage());
  const browser = await launchBrowser();

  async function at<T>(nodes: number, work: (page: Page) => Promise<T>): Promise<T> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on('pageerror', ({ message }) => wrong.push(message));
    await page.goto(`${served.url}/?subject=${subject}&nodes=${nodes}`);
    await page.waitForFunction('window.opened !== undefined', undefined, { polling: 50, timeout: 60_000 });
    const result = await work(page);
    await context.close();
    if (wrong.length > 0) throw new Error(`the page failed: ${wrong[0]}`);
    return result;
  }
  const moving = (page: Page, what: 'node' | 'pane') =>
    page.evaluate(framesWhileMoving, { selector: `.react-flow__${what}`, seconds });

  return {
    async round() {
      const few = await at(usual, async (page) => ({
        drag: await moving(page, 'node'),
        pan: await moving(page, 'pane'),
      }));
      const most = await at(huge, async (page) => ({
        open: await page.evaluate<number>('window.opened'),
        pan: await moving(page, 'pane'),
      }));
      const many = await at(large, async (page) => ({
        open: await page.evaluate<number>('window.opened'),
        drag: await moving(page, 'node'),
        pan: await moving(page, 'pane'),
      }));
      return {
        dragUsual: few.drag.fps,
        panUsual: few.pan.fps,
        openLarge: many.open,
        dragLarge: many.drag.fps,
        panLarge: many.pan.fps,
        openHuge: most.open,
        stallHuge: most.pan.longestMs,
      };
    },
    async close() {
      await browser.close();
      served.close();
    },
  };
}

/**
 * Runs in the page: holds the mouse down and moves it once per frame, to and fro so that the same part stays in view.
 * Frames per second, of which a screen shows 60 at most, and the longest time between two of them.
 */
async function framesWhileMoving({
  selector,
  seconds,
}: {
  selector: string;
  seconds: number;
}): Promise<{ fps: number; longestMs: number }> {
  const page = globalThis as unknown as {
    document: { querySelectorAll: (selector: string) => Iterable<Element> };
    MouseEvent: new (type: string, init: object) => Event;
    requestAnimationFrame: (then: (now: number) => void) => void;
  };
  interface Element extends EventTarget {
    style: { transform: string };
    getBoundingClientRect: () => { x: number; y: number; width: number; height: number };
  }
  const inView = [...page.document.querySelectorAll(selector)].find((element) => {
    const { x, y } = element.getBoundingClientRect();
    return selector.endsWith('pane') || (x > 200 && y > 200);
  })!;
  const box = inView.getBoundingClientRect();
  // The upper edge of a cell is its header; of the pane, a place between cells.
  const start = selector.endsWith('pane') ? { x: 5, y: 5 } : { x: box.x + box.width / 2, y: box.y + 8 };
  const send = (target: EventTarget, type: string, dx: number): boolean =>
    target.dispatchEvent(
      new page.MouseEvent(type, {
        clientX: start.x + dx,
        clientY: start.y + dx / 2,
        button: 0,
        buttons: type === 'mouseup' ? 0 : 1,
        bubbles: true,
        cancelable: true,
        view: globalThis,
      }),
    );
  // What has to move, or nothing was measured.
  const [moved] = selector.endsWith('pane')
    ? page.document.querySelectorAll('.react-flow__viewport')
    : [inView];
  const places = new Set<string>();
  send(inView, 'mousedown', 0);
  let longestMs = 0;
  const fps = await new Promise<number>((resolve) => {
    let count = 0;
    let began = 0;
    let last = 0;
    const frame = (now: number): void => {
      began ||= now;
      if (last > 0) longestMs = Math.max(longestMs, now - last);
      last = now;
      count += 1;
      places.add(moved!.style.transform);
      send(globalThis as unknown as EventTarget, 'mousemove', 100 * Math.sin(count / 20));
      if (now - began < seconds * 1000) page.requestAnimationFrame(frame);
      else resolve((count - 1) / ((now - began) / 1000));
    };
    page.requestAnimationFrame(frame);
  });
  send(globalThis as unknown as EventTarget, 'mouseup', 0);
  if (places.size < fps / 2) throw new Error(`nothing moved: ${places.size} places in ${seconds} s`);
  return { fps, longestMs };
}
