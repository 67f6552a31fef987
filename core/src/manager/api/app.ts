import type { RequestListener } from 'node:http';
import Koa from 'koa';
import { inject, injectable } from 'tsyringe';
import type { Logger } from '../../log/logger';
import { ENTRY, LOGGER, MANAGER_CONTROL, MANAGER_PLUGS } from '../../tokens';
import type { ManagerControl } from '../control';
import type { Entry } from '../entry';
import type { ManagerPlugs } from '../plugs';
import type { Audit } from './audit';
import { authentication } from './authentication';
import { componentRoutes } from './components';
import { errors, notFound } from './errors';
import { healthRoutes } from './health';
import { metricsRoutes } from './metrics';
import { offerRoutes } from './offers';
import { planetRoutes } from './planet';
import { security } from './security';

/** The koa application: health for everybody, the rest for those whom the bouncer admits. */
@injectable()
export class Api {
  private readonly app = new Koa();

  constructor(
    @inject(MANAGER_CONTROL) control: ManagerControl,
    @inject(ENTRY) entry: Entry,
    @inject(MANAGER_PLUGS) plugs: ManagerPlugs,
    @inject(LOGGER) log: Logger,
  ) {
    const { app } = this;
    const audit: Audit = (action) => {
      plugs.record(action);
    };
    app.silent = true;
    app.on('error', (error: Error) => {
      log.debug(`answering a request failed: ${error.message}`);
    });
    app.use(security());
    app.use(errors(log));
    app.use(healthRoutes(control));
    app.use(authentication(entry));
    for (const routes of [planetRoutes, componentRoutes, offerRoutes, metricsRoutes])
      app.use(routes(control, audit));
    app.use(notFound());
  }

  /** What an HTTP server calls for each request. */
  handler(): RequestListener {
    const callback = this.app.callback();
    return (request, response) => void callback(request, response);
  }
}
