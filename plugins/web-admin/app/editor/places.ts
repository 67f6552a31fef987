/** Where components stand that somebody has placed, in pixels, by name. */
export type Places = Readonly<Record<string, { readonly x: number; readonly y: number }>>;

/** Flows and components of which places are kept. */
const MOST_FLOWS = 30;
const MOST_COMPONENTS = 500;
const KEY = 'flumotion-editor-places';

/**
 * Places after somebody has put components elsewhere, and those before, in which is said where these stood: nobody may have put
 * them there.
 */
export function moved(
  places: Places,
  to: Places,
  from: Places,
): { readonly before: Places; readonly now: Places } {
  const before = { ...places, ...from };
  return { before, now: { ...before, ...to } };
}

/** What stands somewhere, those that somebody has put somewhere standing there; the same where all do already. */
export function standing<T extends { readonly id: string; readonly position: Places[string] }>(
  nodes: T[],
  places: Places,
): T[] {
  const there = nodes.map((node) => {
    const position = places[node.id];
    const isThere = !position || (position.x === node.position.x && position.y === node.position.y);
    return isThere ? node : { ...node, position };
  });
  return there.every((node, at) => node === nodes[at]) ? nodes : there;
}

type Kept = Readonly<Record<string, Places>>;
type Keeper = Pick<Storage, 'getItem' | 'setItem'>;

/** The places of a flow's components, as this browser knows them. */
export function keptPlaces(keeper: Keeper, flow: string): Places {
  const kept = read(keeper);
  return Object.hasOwn(kept, flow) ? (kept[flow] ?? {}) : {};
}

/** Keeps the places of a flow's components; the flow that was placed longest ago is forgotten where there are too many. */
export function keepPlaces(keeper: Keeper, flow: string, places: Places): void {
  const others = Object.entries(read(keeper)).filter(([name]) => name !== flow);
  const few = Object.fromEntries(Object.entries(places).slice(-MOST_COMPONENTS));
  const isKept = Object.keys(few).length > 0;
  const all = [...others, ...(isKept ? [[flow, few] as const] : [])].slice(-MOST_FLOWS);
  try {
    keeper.setItem(KEY, JSON.stringify(Object.fromEntries(all)));
  } catch {
    // A browser that keeps nothing places them anew the next time.
  }
}

function read(keeper: Keeper): Kept {
  try {
    const kept: unknown = JSON.parse(keeper.getItem(KEY) ?? '{}');
    return isKept(kept) ? kept : {};
  } catch {
    return {};
  }
}

function isKept(value: unknown): value is Kept {
  return isObject(value) && Object.values(value).every((one) => isObject(one) && arePlaces(one));
}

function arePlaces(value: object): boolean {
  return Object.values(value).every(
    (one: unknown) => isObject(one) && Number.isFinite(one['x']) && Number.isFinite(one['y']),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
