/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { waitUntil } from './wait-until';

/** Milliseconds for what the browser does: on a busy machine it starts late, and loads slowly. */
const PATIENCE = 90_000;

/** What a page does in a real browser, for tests. */
export class TestPage {
  /** Errors of the page, of its scripts and of its policy. */
  readonly problems: string[] = [];
  private session: CDPSession | undefined;
  private pixels: Page | undefined;

  constructor(
    readonly page: Page,
    private readonly browser: Browser,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(message.text());
    });
    page.on('pageerror', (error) => {
      this.problems.push(String(error));
    });
  }

  /** Text of an element; empty when it is hidden or not there. */
  async text(selector: string): Promise<string> {
    return this.ask((wanted) => {
      const element = document.querySelector<HTMLElement>(wanted);
      return element && !element.hidden ? element.innerText.trim() : '';
    }, selector);
  }

  /**
   * Runs a function in the page. Whatever Playwright itself looks at, even a picture, counts as a gesture of the user,
   * after which pages may be loud.
   */
  private async ask<T>(look: (argument: string) => T, argument = ''): Promise<T> {
    const { result } = await (
      await this.devTools()
    ).send('Runtime.evaluate', {
      expression: `(${look.toString()})(${JSON.stringify(argument)})`,
      returnByValue: true,
      userGesture: false,
    });
    return result.value as T;
  }

  private async devTools(): Promise<CDPSession> {
    return (this.session ??= await this.page.context().newCDPSession(this.page));
  }

  /** Waits for an element's text. */
  async says(selector: string, text: string | RegExp, deadline = 30_000): Promise<void> {
    let seen = '';
    await waitUntil(
      () => `${selector} to say ${String(text)}; it says ${seen}; problems: ${this.problems.join('\n')}`,
      async () => {
        seen = await this.text(selector);
        return typeof text === 'string' ? seen === text : text.test(seen);
      },
      deadline,
    );
  }

  /** Mean brightness, 0 to 255, of what is seen of an element: of the pixels on the screen, whatever drew them. */
  async brightness(selector: string): Promise<number> {
    const box = await this.ask((wanted) => {
      const {
        x = 0,
        y = 0,
        width = 0,
        height = 0,
      } = document.querySelector(wanted)?.getBoundingClientRect() ?? {};
      return { x: x + scrollX, y: y + scrollY, width, height };
    }, selector);
    if (box.width === 0 || box.height === 0) throw new Error(`there is no ${selector} to be seen`);
    const clip = { x: box.x + box.width * 0.4, y: box.y + box.height * 0.4, width: 20, height: 20, scale: 1 };
    const { data } = await (
      await this.devTools()
    ).send('Page.captureScreenshot', { clip, format: 'png', captureBeyondViewport: false });
    this.pixels ??= await this.browser.newPage();
    return this.pixels.evaluate(async (png) => {
      const blob = await (await fetch(`data:image/png;base64,${png}`)).blob();
      const picture = new OffscreenCanvas(1, 1).getContext('2d');
      if (!picture) return -1;
      picture.drawImage(await createImageBitmap(blob), 0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = picture.getImageData(0, 0, 1, 1).data;
      return (red + green + blue) / 3;
    }, data);
  }

  /** The loudest sample, 0 to 1, that was to be heard of an element since the last call. */
  async loudness(): Promise<number> {
    return this.ask(() => (globalThis as unknown as { heard: () => number }).heard());
  }

  /** Hertz of the tone that was to be heard last; 0 when there was none. */
  async pitch(): Promise<number> {
    return this.ask(() => (globalThis as unknown as { pitch: () => number }).pitch());
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await this.pixels?.close();
  }
}

/**
 * Put into each page before its own scripts: listens to what goes to the loudspeaker by Web Audio, and to the elements
 * of the browser that are not muted.
 */
function listen(): void {
  const analysers: AnalyserNode[] = [];
  const heardOf = new WeakSet<HTMLMediaElement>();
  let loudest = 0;
  let pitch = 0;
  let own: AudioContext | undefined;
  const { connect } = AudioNode.prototype as unknown as { connect: (...args: unknown[]) => unknown };
  (AudioNode.prototype as unknown as { connect: unknown }).connect = function (
    this: AudioNode,
    ...args: unknown[]
  ) {
    if (args[0] instanceof AudioDestinationNode && this.context !== own) {
      const analyser = this.context.createAnalyser();
      connect.call(this, analyser);
      analysers.push(analyser);
    }
    return connect.apply(this, args);
  };
  setInterval(() => {
    for (const element of document.querySelectorAll<HTMLMediaElement>('video, audio')) {
      if (element.muted || element.readyState < 3 || heardOf.has(element)) continue;
      heardOf.add(element);
      own ??= new AudioContext();
      const stream = (element as unknown as { captureStream(): MediaStream }).captureStream();
      if (stream.getAudioTracks().length === 0) {
        heardOf.delete(element);
        continue;
      }
      const analyser = own.createAnalyser();
      own.createMediaStreamSource(stream).connect(analyser);
      analysers.push(analyser);
    }
    for (const analyser of analysers) {
      // It would go on telling what it heard last.
      if (analyser.context.state === 'closed') continue;
      const samples = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(samples);
      loudest = Math.max(loudest, ...samples.map(Math.abs));
      const up = [...samples.keys()].filter((at) => (samples[at - 1] ?? 1) < 0 && (samples[at] ?? 0) >= 0);
      const [first = 0, last = 0] = [up[0], up.at(-1)];
      if (up.length > 4) pitch = ((up.length - 1) * analyser.context.sampleRate) / (last - first);
    }
  }, 30);
  (globalThis as unknown as { heard: () => number }).heard = () => {
    const now = loudest;
    loudest = 0;
    return now;
  };
  (globalThis as unknown as { pitch: () => number }).pitch = () => pitch;
}

/** What somebody looks at a page with. */
export interface Device {
  /** Pixels of the window. */
  readonly width: number;
  readonly height: number;
  /** Whether it is a phone, which is touched. */
  readonly isMobile?: boolean;
  /** Whether pages are wanted dark. */
  readonly dark?: boolean;
}

/** The Chromium of the machine with the rules that people's browsers have: no sound without a gesture. */
export class TestBrowser {
  private browser: Browser | undefined;

  async start(): Promise<void> {
    this.browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      timeout: PATIENCE,
      args: ['--disable-gpu', '--autoplay-policy=document-user-activation-required'],
      // Signals are Jest's. A browser ends with the process that drives it.
      ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
    });
  }

  /** Opens a page in the browser of somebody, who has cookies and files of nobody else. */
  async open(url: string, device: Device = { width: 1000, height: 900 }): Promise<TestPage> {
    if (!this.browser) throw new Error('the browser has not been started');
    const { width, height, isMobile = false, dark = false } = device;
    const context = await this.browser.newContext({
      viewport: { width, height },
      ...{ isMobile, hasTouch: isMobile },
      colorScheme: dark ? 'dark' : 'light',
      // What is on its way to its place is hit beside it, and half seen it has other colours.
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(PATIENCE);
    await context.addInitScript(listen);
    const test = new TestPage(await context.newPage(), this.browser);
    await test.page.goto(url, { waitUntil: 'domcontentloaded' });
    return test;
  }

  async stop(): Promise<void> {
    await this.browser?.close();
  }
}
