import { NAVIGATION, PAGES, roleFor } from '../app/frame/pages';

test('pages of the navigation are for its roles, all others for everybody who is signed in', () => {
  for (const { path, role } of NAVIGATION) expect(roleFor(path)).toBe(role);
  expect(['/users', '/audit', '/wizard'].map(roleFor)).toEqual(['admin', 'admin', 'admin']);
  expect(roleFor('/components/:flow/:name')).toBe('viewer');
  for (const { path } of NAVIGATION) expect(PAGES.map((page) => page.path)).toContain(path);
});
