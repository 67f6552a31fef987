import { checkLimits } from '../../core/src/tester/limits';

const limits = { files: 1024, ports: 28_000 };

it('lets a test begin that fits', () => {
  expect(() => checkLimits(900, 1, limits)).not.toThrow();
  expect(() => checkLimits(50_000, 2, { files: undefined, ports: undefined })).not.toThrow();
  expect(() => checkLimits(50_000, 2, { files: 100_000, ports: 28_000 })).not.toThrow();
  expect(() => checkLimits(1, 1)).not.toThrow();
});

it('says how many open files are needed, and how many there are', () => {
  expect(() => checkLimits(10_000, 1, limits)).toThrow(
    /10000 listeners need 10040 open files, and this process may have 1024;.*ulimit -n 10040/,
  );
});

it('says how many ports an address has, and what to give', () => {
  expect(() => checkLimits(30_000, 1, { files: 100_000, ports: 28_000 })).toThrow(
    /28000 for connections.*--bind/,
  );
});
