import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaultPinsFile, FlumotionError, Pins } from '@flumotion/core/cli';
import { findLogin } from './login-file';
import type { ConnectOptions } from './options';
import { completePlace, type ManagerPlace } from './place';

/** Who asks. */
export type Login =
  | { readonly kind: 'user'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string };

/** All that is needed to ask a manager. */
export interface ConnectSettings extends ManagerPlace {
  readonly login: Login | undefined;
  /** Name of the login file, for advice. */
  readonly loginFile: string;
  /** Longest wait for an answer, milliseconds. */
  readonly timeout: number;
  /** Judges the fingerprint of the manager's certificate; throws to refuse it. */
  readonly pin: (fingerprint: string) => unknown;
}

/** The user's folder for configuration of Flumotion. */
export function configFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'flumotion');
}

/**
 * What the options, the environment and the login file say together; the earlier wins.
 * @param tell is told of a certificate that was seen for the first time.
 * @throws FlumotionError `login-file-open`, `login-file-invalid`.
 */
export function connectSettings(
  options: ConnectOptions,
  tell: (text: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): ConnectSettings {
  const place = completePlace(options.manager, options.transport);
  const loginFile = options.loginFile ?? join(configFolder(env), 'logins');
  return {
    ...place,
    login: loginOf(options, place, loginFile),
    loginFile,
    timeout: options.timeout * 1000,
    pin: pinOf(options, place, tell, env),
  };
}

function loginOf(options: ConnectOptions, place: ManagerPlace, file: string): Login | undefined {
  const { manager, token } = options;
  // What -m says of the user is nearer to the manager than -u, which the environment may say for all of them.
  const user = manager?.user ?? options.username;
  const password = manager?.password ?? options.password;
  if (user !== undefined && password !== undefined) return { kind: 'user', user, password };
  if (token !== undefined) return { kind: 'token', token };
  const found = findLogin(file, place, user);
  if (found?.token !== undefined) return { kind: 'token', token: found.token };
  const name = user ?? found?.login;
  const secret = password ?? found?.password;
  return name !== undefined && secret !== undefined
    ? { kind: 'user', user: name, password: secret }
    : undefined;
}

function pinOf(
  { fingerprint }: ConnectOptions,
  { host, port }: ManagerPlace,
  tell: (text: string) => void,
  env: NodeJS.ProcessEnv,
): (seen: string) => void {
  const manager = `${host}:${port}`;
  if (fingerprint !== undefined) {
    return (seen) => {
      if (seen !== fingerprint)
        throw FlumotionError.of('fingerprint-refused', { manager, fingerprint: seen });
    };
  }
  const pins = new Pins(defaultPinsFile(env));
  return (seen) => {
    if (pins.check(host, port, seen))
      tell(`first contact with the manager at ${manager}: its fingerprint is ${seen}`);
  };
}
