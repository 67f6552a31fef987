const loading = new Map<string, Promise<void>>();

/** URL of a file beside this script. */
export function assetUrl(name: string): string {
  return new URL(name, import.meta.url).href;
}

/** Runs a library that is beside this script, once. */
export function loadScript(name: string): Promise<void> {
  let promise = loading.get(name);
  if (!promise) {
    promise = new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = assetUrl(name);
      script.onload = () => {
        resolve();
      };
      script.onerror = () => {
        loading.delete(name);
        script.remove();
        reject(new Error(`${name} could not be loaded`));
      };
      document.head.append(script);
    });
    loading.set(name, promise);
  }
  return promise;
}
