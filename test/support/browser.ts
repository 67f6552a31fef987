/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer-core';
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
    return (await this.ask((wanted: string) => {
      const element = document.querySelector<HTMLElement>(wanted);
      return element && !element.hidden ? element.innerText.trim() : '';
    }, selector)) as string;
  }

  /** Runs a function in the page. What puppeteer runs counts as a gesture of the user, after which pages may be loud. */
  private async ask(look: (argument: string) => unknown, argument = ''): Promise<unknown> {
    this.session ??= await this.page.createCDPSession();
    const { result } = await this.session.send('Runtime.evaluate', {
      expression: `(${look.toString()})(${JSON.stringify(argument)})`,
      returnByValue: true,
      userGesture: false,
    });
    return result.value;
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
    const box = await (await this.page.$(selector))?.boundingBox();
    if (!box) throw new Error(`there is no ${selector} to be seen`);
    const clip = { x: box.x + box.width * 0.4, y: box.y + box.height * 0.4, width: 20, height: 20 };
    const shot = await this.page.screenshot({ clip, encoding: 'base64', captureBeyondViewport: false });
    this.pixels ??= await this.browser.newPage();
    await this.page.bringToFront();
    return this.pixels.evaluate(async (png) => {
      const blob = await (await fetch(`data:image/png;base64,${png}`)).blob();
      const picture = new OffscreenCanvas(1, 1).getContext('2d');
      if (!picture) return -1;
      picture.drawImage(await createImageBitmap(blob), 0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = picture.getImageData(0, 0, 1, 1).data;
      return (red + green + blue) / 3;
    }, shot);
  }

  /** The loudest sample, 0 to 1, that was to be heard of an element since the last call. */
  async loudness(): Promise<number> {
    return (await this.ask(() => (globalThis as unknown as { heard: () => number }).heard())) as number;
  }

  /** Hertz of the tone that was to be heard last; 0 when there was none. */
  async pitch(): Promise<number> {
    return (await this.ask(() => (globalThis as unknown as { pitch: () => number }).pitch())) as number;
  }

  async close(): Promise<void> {
    await this.page.close();
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

/** A real Chromium with the rules that people's browsers have: no sound without a gesture. */
export class TestBrowser {
  private browser: Browser | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), 'flumotion-browser-'));

  async start(): Promise<void> {
    this.browser = await puppeteer.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      userDataDir: this.folder,
      timeout: PATIENCE,
      args: [
        // Containers have little shared memory, and several browsers have to get along with it.
        ...['--no-sandbox', '--disable-gpu', '--mute-audio', '--no-first-run', '--disable-dev-shm-usage'],
        '--autoplay-policy=document-user-activation-required',
      ],
      defaultViewport: { width: 1000, height: 900 },
    });
  }

  /**
   * Opens a page.
   * @param size - of the window, in pixels; `apart` gives it cookies of its own, as the browser of another person has.
   */
  async open(
    url: string,
    size: { width: number; height: number; isMobile?: boolean; dark?: boolean; apart?: boolean } = {
      width: 1000,
      height: 900,
    },
  ): Promise<TestPage> {
    if (!this.browser) throw new Error('the browser has not been started');
    const place = size.apart === true ? await this.browser.createBrowserContext() : this.browser;
    const page = await place.newPage();
    page.setDefaultTimeout(PATIENCE);
    const { width, height, isMobile = false } = size;
    await page.setViewport({ hasTouch: isMobile, deviceScaleFactor: 1, width, height, isMobile });
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: size.dark === true ? 'dark' : 'light' },
      // What is on its way to its place is hit beside it, and half seen it has other colours.
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    await page.evaluateOnNewDocument(listen);
    const test = new TestPage(page, this.browser);
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    return test;
  }

  async stop(): Promise<void> {
    await this.browser?.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20 });
  }
}
