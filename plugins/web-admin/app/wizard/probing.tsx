import { Alert, Button, Group, Loader, Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { PropertyValues } from '../api/types';
import { durationText } from '../frame/format';
import { Icon } from '../frame/icons';
import { errorWords } from '../frame/error-words';
import { probeQuery, type Choice, type Probed } from './offer';

/** What the worker's machine has for what was chosen: devices to choose from, or what is in the file. */
export function Probing({
  choice,
  worker,
  values,
  onTake,
}: {
  readonly choice: Choice;
  readonly worker: string;
  readonly values: PropertyValues;
  /** Takes values over; those of properties that are not asked for are left out. */
  readonly onTake: (values: PropertyValues) => void;
}) {
  const { probe } = choice;
  if (probe === undefined) return null;
  const location = values['location'];
  if (probe !== 'media-file') return <Devices what={probe} worker={worker} values={values} onTake={onTake} />;
  return typeof location === 'string' && location !== '' ? (
    <MediaFile path={location} worker={worker} onTake={onTake} />
  ) : null;
}

const WORDS = { video: 'Camera', sound: 'Source of sound', firewire: 'FireWire camera' } as const;

const NONE = { video: 'No camera', sound: 'No source of sound', firewire: 'No FireWire camera' } as const;

function Devices({
  what,
  worker,
  values,
  onTake,
}: {
  readonly what: keyof typeof WORDS;
  readonly worker: string;
  readonly values: PropertyValues;
  readonly onTake: (values: PropertyValues) => void;
}) {
  const { data, error, isFetching, refetch } = useQuery(probeQuery(worker, { what }));
  const found = data?.found ?? [];
  const chosen = found.findIndex((one) => holds(values, one.values));
  const modes = found[chosen]?.modes ?? [];
  const mode = modes.findIndex((one) => holds(values, one.values));
  if (error) return <Refused error={error} again={() => void refetch()} />;
  if (data && found.length === 0 && !isFetching)
    return (
      <Alert color="yellow" icon={<Icon name="info" />}>
        <Text size="sm" className="break">
          {`${NONE[what]} was found on ${worker}. Connect one and look again, choose another worker, or fill the fields in yourself.`}
        </Text>
        <Button mt="xs" size="compact-sm" variant="default" onClick={() => void refetch()}>
          Look again
        </Button>
      </Alert>
    );
  return (
    <Group align="flex-end" gap="sm">
      <Select
        label={`${WORDS[what]} on ${worker}`}
        placeholder={isFetching ? 'looking…' : 'choose one'}
        data={found.map(({ label }, at) => ({ value: String(at), label }))}
        value={chosen < 0 ? null : String(chosen)}
        disabled={found.length === 0}
        onChange={(at) => {
          const one = found[Number(at)];
          if (one) onTake({ ...one.values, ...one.modes[1]?.values });
        }}
        w={{ base: '100%', xs: 360 }}
      />
      {modes.length > 0 && (
        <Select
          label="Size and rate"
          data={modes.map(({ label }, at) => ({ value: String(at), label }))}
          value={mode < 0 ? null : String(mode)}
          onChange={(at) => onTake(modes[Number(at)]?.values ?? {})}
          w={{ base: '100%', xs: 220 }}
        />
      )}
      <Button variant="light" loading={isFetching} onClick={() => void refetch()}>
        Look again
      </Button>
    </Group>
  );
}

function MediaFile({
  path,
  worker,
  onTake,
}: {
  readonly path: string;
  readonly worker: string;
  readonly onTake: (values: PropertyValues) => void;
}) {
  const [asked] = useDebouncedValue(path, 400);
  const { data, error, isFetching, refetch } = useQuery(
    probeQuery(worker, { what: 'media-file', path: asked }),
  );
  if (isFetching)
    return (
      <Group gap="xs">
        <Loader size="xs" />
        <Text size="sm">Looking into the file…</Text>
      </Group>
    );
  if (error) return <Refused error={error} again={() => void refetch()} />;
  const [first] = data?.found ?? [];
  return (
    <Alert color="teal" icon={<Icon name="check" />} title={first?.label}>
      <Group gap="sm">
        <Text size="sm">{contents(data?.media)}</Text>
        {first && Object.keys(first.values).length > 0 && (
          <Button size="compact-sm" variant="light" onClick={() => onTake(first.values)}>
            Take its size and rate
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function contents(media: Probed['media']): string {
  if (!media) return '';
  const parts = [media.video ? 'pictures' : '', media.audio ? 'sound' : ''].filter((part) => part !== '');
  const missing = media.missing.length > 0 ? `; ${media.missing.join(', ')} cannot be decoded there` : '';
  return `${durationText(media.seconds)} of ${parts.join(' and ')}${missing}`;
}

function Refused({ error, again }: { readonly error: unknown; readonly again: () => void }) {
  const { text, advice } = errorWords(error);
  return (
    <Alert color="yellow" icon={<Icon name="warning" />}>
      <Text size="sm" className="break">
        {advice === undefined ? text : `${text} ${advice}`}
      </Text>
      <Button mt="xs" size="compact-sm" variant="default" onClick={again}>
        Look again
      </Button>
    </Alert>
  );
}

function holds(values: PropertyValues, found: PropertyValues): boolean {
  return Object.entries(found).every(
    ([name, value]) => JSON.stringify(values[name]) === JSON.stringify(value),
  );
}
