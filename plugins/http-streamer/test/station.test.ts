import { Station, type StationSettings } from '../src/station';

function station(settings: Partial<StationSettings> = {}): {
  station: Station;
  told: string[];
  set(changes: Partial<StationSettings>): void;
} {
  let all: StationSettings = { description: 'Words', public: false, ...settings };
  const told: string[] = [];
  const made = new Station(
    () => all,
    ({ text, url }) => void told.push(url === '' ? text : `${text} ${url}`),
  );
  made.refresh();
  return {
    station: made,
    told,
    set: (changes) => {
      all = { ...all, ...changes };
      made.refresh();
    },
  };
}

it('tells the titles of the feed, each once', () => {
  const { station: made, told } = station();
  made.tags({ bitrate: 64_000 });
  made.tags({ title: 'A', bitrate: 64_000 });
  made.tags({ title: 'A', bitrate: 65_000 });
  made.tags({ title: 'A', artist: 'B', homepage: 'http://c/' });
  made.tags({ bitrate: 64_000 });
  expect(told).toEqual(['A', 'B - A http://c/', '']);
});

it('keeps what a request named until the feed names something else', () => {
  const { station: made, told } = station();
  made.tags({ title: 'A' });
  made.announce('R', 'http://r/');
  made.tags({ title: 'A', bitrate: 1 });
  made.announce('R', 'http://r/');
  made.tags({ title: 'B' });
  expect(told).toEqual(['A', 'R http://r/', 'B']);
});

it('shows the property before all others, and the latest when it is taken away', () => {
  const { station: made, told, set } = station({ title: 'P' });
  expect(told).toEqual(['P']);
  made.tags({ title: 'A' });
  made.announce('R');
  expect(made.fixed).toBe(true);
  set({ title: 'Q' });
  set({ title: '' });
  expect(made.fixed).toBe(false);
  expect(told).toEqual(['P', 'Q', 'R']);
  expect(made.info()).toMatchObject({ title: 'R', titleSince: expect.any(Date) });
});

it('is called as its properties say, else as the feed does', () => {
  const { station: made, set } = station();
  expect(made.info()).toEqual({
    name: 'Words',
    genre: '',
    url: '',
    description: 'Words',
    public: false,
    title: '',
    titleUrl: '',
    titleSince: undefined,
    bitrate: undefined,
  });
  made.tags({
    organization: 'Name\n2',
    genre: 'Jazz',
    location: 'http://l/',
    'nominal-bitrate': 128_000,
    bitrate: 127_500,
  });
  expect(made.info()).toMatchObject({ name: 'Name 2', genre: 'Jazz', url: 'http://l/', bitrate: 128_000 });
  set({ name: 'Own', genre: 'Rock', url: 'http://o/', public: true });
  expect(made.info()).toMatchObject({ name: 'Own', genre: 'Rock', url: 'http://o/', public: true });
});
