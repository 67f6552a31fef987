import { portsText } from '../app/workers/ports';

it.each([
  [[], 'any'],
  [[8600], '8600'],
  [[8602, 8600, 8601, 8610], '8600–8602, 8610'],
])('%j is shown as %s', (ports, text) => {
  expect(portsText(ports)).toBe(text);
});
