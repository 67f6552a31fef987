import { NAVIGATION, roleFor } from '../app/frame/places';

test('pages of the navigation are for its roles, all others for everybody who is signed in', () => {
  for (const { path, role } of NAVIGATION) expect(roleFor(path)).toBe(role);
  expect(['/users', '/audit', '/wizard'].map(roleFor)).toEqual(['admin', 'admin', 'admin']);
  expect(roleFor('/components/:flow/:name')).toBe('viewer');
});
