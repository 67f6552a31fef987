import http from 'node:http';

/** Whether a URL answers with stream bytes now: status 200 and a first chunk. */
export function hasStream(url) {
  return new Promise((resolve) => {
    const request = http.get(url, { timeout: 2000 }, (response) => {
      response.once('data', () => finish(response.statusCode === 200));
      response.once('end', () => finish(false));
      response.on('error', () => finish(false));
    });
    const finish = (answer) => {
      request.destroy();
      resolve(answer);
    };
    request.on('timeout', () => finish(false));
    request.on('error', () => finish(false));
  });
}
