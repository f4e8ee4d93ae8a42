// Firefox by WebDriver BiDi and WebKit by its own driver, each with the few things that a test of a whole page needs.

import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import puppeteer from 'puppeteer-core';
import { Builder, By, Key, Origin } from 'selenium-webdriver';

/** A place on the page, in CSS pixels of the window. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface BrowserDriver {
  /** Name and version, as the browser gives them. */
  readonly version: string;
  goto(url: string): Promise<void>;
  /** The value of an expression on the page, or in the frame that a selector names, which JSON can carry. */
  evaluate<T>(expression: string, frame?: string): Promise<T>;
  /** Presses the mouse at the first point, moves it over the others, lets go at the last. */
  drag(points: readonly Point[]): Promise<void>;
  /** Presses the right arrow key, for what has the focus. */
  pressRight(): Promise<void>;
  pressEscape(): Promise<void>;
  /** Types a text into what has the focus. */
  type(text: string): Promise<void>;
  close(): Promise<void>;
}

export async function launchFirefox(executablePath: string): Promise<BrowserDriver> {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
  const page = await browser.newPage();
  await page.setViewport({ width: 1000, height: 900 });
  return {
    version: await browser.version(),
    async goto(url) {
      await page.goto(url);
    },
    async evaluate<T>(expression: string, frame?: string) {
      const inside = frame === undefined ? page : await (await page.$(frame))?.contentFrame();
      if (!inside) throw new Error(`There is no frame ${frame}.`);
      return inside.evaluate(expression) as Promise<T>;
    },
    async drag([first, ...others]) {
      if (!first) return;
      await page.mouse.move(first.x, first.y);
      await page.mouse.down();
      for (const { x, y } of others) await page.mouse.move(x, y);
      await page.mouse.up();
    },
    pressRight: () => page.keyboard.press('ArrowRight'),
    pressEscape: () => page.keyboard.press('Escape'),
    type: (text) => page.keyboard.type(text),
    close: () => browser.close(),
  };
}

/** Debian keeps WebKit's own browser beside the library that it shows. */
function miniBrowser(): string {
  const places = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec'];
  for (const place of places) {
    const names = readFolder(place).filter((name) => name.startsWith('webkit2gtk-4'));
    const found = names.find((name) => readFolder(`${place}/${name}`).includes('MiniBrowser'));
    if (found) return `${place}/${found}/MiniBrowser`;
  }
  throw new Error('There is no MiniBrowser of WebKitGTK.');
}

function readFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

export async function launchWebKit(executablePath: string): Promise<BrowserDriver> {
  const display = await startDisplay();
  const port = await freePort();
  const driver = spawn(executablePath, [`--port=${port}`], {
    env: {
      ...process.env,
      DISPLAY: display.name,
      // Neither a GPU nor, for root, namespaces are to be had in a container.
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
    },
    stdio: 'ignore',
  });
  const end = () => {
    driver.kill();
    display.process.kill();
  };
  try {
    await answers(port);
    const session = await new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities({
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] },
      })
      .build();
    const capabilities = await session.getCapabilities();
    await session.manage().window().setRect({ x: 0, y: 0, width: 1000, height: 900 });
    return {
      version: `WebKitGTK ${capabilities.getBrowserVersion()}`,
      goto: (url) => session.get(url),
      async evaluate<T>(expression: string, frame?: string) {
        if (frame !== undefined) {
          await session.switchTo().frame(await session.findElement(By.css(frame)));
        }
        try {
          return await session.executeAsyncScript<T>(
            `const done = arguments[0]; Promise.resolve(${expression}).then(done, (error) => done(String(error)));`,
          );
        } finally {
          if (frame !== undefined) await session.switchTo().defaultContent();
        }
      },
      async drag([first, ...others]) {
        if (!first) return;
        const at = ({ x, y }: Point) => ({
          x: Math.round(x),
          y: Math.round(y),
          duration: 50,
          origin: Origin.VIEWPORT,
        });
        let actions = session.actions().move(at(first)).press();
        for (const point of others) actions = actions.move(at(point));
        await actions.release().perform();
      },
      pressRight: () => session.actions().sendKeys(Key.ARROW_RIGHT).perform(),
      pressEscape: () => session.actions().sendKeys(Key.ESCAPE).perform(),
      type: (text) => session.actions().sendKeys(text).perform(),
      async close() {
        await session.quit().catch(() => {});
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

/** A screen in memory. */
async function startDisplay(): Promise<{ readonly name: string; readonly process: ChildProcess }> {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error('Xvfb ended.')));
    server.stdio[3]?.once('data', (data) => resolve(String(data).trim()));
  });
  return { name: `:${number}`, process: server };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('There is no free port.')),
      );
    });
  });
}

/** Waits until the driver listens. */
async function answers(port: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`);
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
