import { Anchor, Button, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { bytesText } from '../frame/format';
import { fileUrl, isRefused } from './finish';
import { filesQuery } from './offer';

/** What browsers play by themselves, by the ends of names. */
const PLAYS = /\.(?:webm|mp4|m4v|m4a|mp3|wav|flac|oga|ogg|opus|aac|mov|mkv|weba)$/i;
/** Most files that are listed here. */
const MOST = 50;

/** The files of a server, one of them playing, as far as its worker shows the folder. */
export function OnDemand({
  url,
  host,
  worker,
  path,
}: {
  /** Address that the server tells. */
  readonly url: string;
  /** Host under which this page reaches it, where that is another one. */
  readonly host: string | undefined;
  readonly worker: string;
  /** Folder of the files, on the worker. */
  readonly path: string;
}) {
  const { data } = useQuery(filesQuery(worker, path));
  const [chosen, setChosen] = useState<string>();
  const base = fileUrl(url, host);
  const isOne = /\.[A-Za-z0-9]{1,5}$/.test(path) && data === undefined;
  const files = (data?.entries ?? []).filter(({ kind }) => kind === 'file').slice(0, MOST);
  const playing = chosen ?? files.find(({ name }) => PLAYS.test(name))?.name;
  const src =
    playing !== undefined ? fileUrl(url, host, playing) : isOne && PLAYS.test(path) ? base : undefined;
  const isShut = base !== undefined && isRefused(base, location.protocol);
  return (
    <Stack gap="sm">
      {src !== undefined && isShut && (
        <Text size="sm">
          These pages are encrypted and the files are not, so browsers do not play them among these: follow a
          link.
        </Text>
      )}
      {src !== undefined && !isShut && (
        // Its own file has no captions that could be named here.
        <video
          key={src}
          src={src}
          controls
          autoPlay
          muted
          aria-label={`Playing ${playing ?? path}`}
          style={{ width: '100%', maxHeight: 420, background: 'black', borderRadius: 8 }}
        />
      )}
      <Text size="sm" className="break">
        {'Everybody finds the files below '}
        <Anchor href={base} target="_blank" rel="noreferrer">
          {base}
        </Anchor>
        {files.length === 0 && ', each by its name.'}
      </Text>
      {files.length > 0 && (
        <List size="sm" listStyleType="none" aria-label="Files">
          {files.map(({ name, size }) => (
            <List.Item key={name}>
              <Group gap="xs">
                <Anchor href={fileUrl(url, host, name)} target="_blank" rel="noreferrer" className="break">
                  {name}
                </Anchor>
                {size !== undefined && (
                  <Text size="xs" c="dimmed">
                    {bytesText(size)}
                  </Text>
                )}
                {PLAYS.test(name) && name !== playing && !isShut && (
                  <Button size="compact-xs" variant="light" onClick={() => setChosen(name)}>
                    {`Play ${name}`}
                  </Button>
                )}
              </Group>
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}
