import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the kernel shows what is on FireWire. */
const DEVICES = '/sys/bus/firewire/devices';
/** Specifier of the 1394 Trade Association, under which cameras that speak AV/C, as DV cameras do, are known. */
const AVC = '0x00a02d';

/** A camera on FireWire. */
export interface FirewireCamera {
  readonly label: string;
  readonly guid: string;
}

/** The DV cameras on this machine's FireWire. @param devices - folder in which the kernel shows them. */
export async function firewireCameras(devices = DEVICES): Promise<readonly FirewireCamera[]> {
  const names = await readdir(devices).catch((): string[] => []);
  const read = (name: string, file: string): Promise<string> =>
    readFile(join(devices, name, file), 'utf8').then(
      (text) => text.trim(),
      () => '',
    );
  const found = await Promise.all(
    names
      .filter((name) => /^fw\d+$/.test(name))
      .map(async (name) => {
        const units = names.filter((unit) => unit.startsWith(`${name}.`));
        const kinds = await Promise.all(units.map((unit) => read(unit, 'specifier_id')));
        const guid = await read(name, 'guid');
        if (!kinds.includes(AVC) || !/^0x[0-9a-f]{1,16}$/i.test(guid)) return undefined;
        const label = [await read(name, 'vendor_name'), await read(name, 'model_name')].join(' ').trim();
        return { label: label === '' ? guid : `${label} (${guid})`, guid };
      }),
  );
  return found.filter((camera) => camera !== undefined);
}
