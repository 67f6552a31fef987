/**
 * Sets a variable in the environment that C libraries of this process see; Jest's `process.env` is only a copy.
 */
export function setRealEnvironment(name: string, value: string): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const gtk = require('node-gtk') as { require(namespace: string, version: string): unknown };
  const glib = gtk.require('GLib', '2.0') as {
    setenv(name: string, value: string, overwrite: boolean): boolean;
  };
  glib.setenv(name, value, true);
}
