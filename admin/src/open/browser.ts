/** Opens an address in the browser. @returns false where there is none. */
export type Opener = (address: string) => Promise<boolean>;

/** Whether this machine has a screen to show a browser on. */
export function hasScreen(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (platform !== 'linux' && platform !== 'freebsd') return env['SSH_CONNECTION'] === undefined;
  return Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? env['BROWSER']);
}

/** Opens an address in the user's browser. */
export const openBrowser: Opener = async (address) => {
  if (!hasScreen()) return false;
  const { default: open } = await import('open');
  const child = await open(address);
  return new Promise((resolve) => {
    child.once('error', () => {
      resolve(false);
    });
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
};
