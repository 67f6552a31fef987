import { ActionIcon, Button, Menu } from '@mantine/core';
import { useFileDialog } from '@mantine/hooks';
import { call, pathOf } from '../api/client';
import { planetLink } from '../api/planet-link';
import { confirmed } from '../frame/confirm';
import { counted } from '../frame/format';
import { Icon } from '../frame/icons';
import { tellDone, tellProblem } from '../frame/problem';
import type { EditedFlow } from './flow-model';
import type { Draft } from './use-draft';

/** Largest file that can be a flow, bytes: as much as the manager takes. */
const MOST = 4 * 1024 * 1024;

/** What can be done with a flow as a whole. */
export function EditorActions({
  flow,
  stored,
  etag,
  draft,
  isChanged,
  isJudged,
  onArrange,
  onImport,
  onGone,
  onReview,
}: {
  readonly flow: EditedFlow;
  readonly stored: EditedFlow;
  readonly etag: string;
  readonly draft: Draft<EditedFlow>;
  readonly isChanged: boolean;
  readonly isJudged: boolean;
  readonly onArrange: () => void;
  readonly onImport: (xml: string) => void;
  /** Told that the flow was deleted. */
  readonly onGone: () => void;
  readonly onReview: () => void;
}) {
  const { name } = stored;
  const read = async (file: File): Promise<void> => {
    if (file.size > MOST) {
      tellProblem(file.name, new Error('It is larger than 4 MiB, which is the most that a flow can have.'));
      return;
    }
    const text = await file.text();
    const isAsked = isChanged || flow.components.length > 0;
    if (!isAsked || (await confirmed(replaceQuestion(file.name, name, isChanged)))) onImport(text);
  };
  const dialog = useFileDialog({
    accept: '.xml,application/xml,text/xml',
    multiple: false,
    resetOnOpen: true,
    onChange: (files) => {
      const file = files?.[0];
      if (file) void read(file);
    },
  });
  const remove = async (): Promise<void> => {
    if (!(await confirmed(deleteQuestion(stored)))) return;
    try {
      await call('DELETE', pathOf`/flows/${name}`, { ifMatch: etag });
    } catch (error) {
      tellProblem(`${name} was not deleted`, error);
      return;
    }
    tellDone(`The flow ${name} is deleted.`);
    void planetLink.refresh();
    onGone();
  };
  return (
    <>
      <ActionIcon
        size={36}
        variant="default"
        aria-label="Undo"
        title="Undo (Ctrl+Z)"
        disabled={!draft.canUndo}
        onClick={draft.undo}
      >
        <Icon name="undo" size={16} />
      </ActionIcon>
      <ActionIcon
        size={36}
        variant="default"
        aria-label="Redo"
        title="Redo (Ctrl+Shift+Z)"
        disabled={!draft.canRedo}
        onClick={draft.redo}
      >
        <Icon name="redo" size={16} />
      </ActionIcon>
      <Button disabled={!isChanged} variant="default" onClick={() => draft.change(stored)}>
        Undo all
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="down" size={14} />}>
            Flow
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="upload" size={16} />} onClick={dialog.open}>
            Import…
          </Menu.Item>
          <Menu.Item
            component="a"
            href={`/api${pathOf`/flows/${name}/xml`}`}
            download={`${name}.xml`}
            leftSection={<Icon name="download" size={16} />}
          >
            Export
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="graph" size={16} />} onClick={onArrange}>
            Arrange anew
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<Icon name="delete" size={16} />} onClick={() => void remove()}>
            Delete the flow…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button disabled={!isChanged || !isJudged} onClick={onReview}>
        Review and apply
      </Button>
    </>
  );
}

function replaceQuestion(file: string, flow: string, isChanged: boolean): Parameters<typeof confirmed>[0] {
  const drawn = isChanged ? ' What you have drawn and not applied is lost then.' : '';
  return {
    title: `Put ${file} in place of the flow ${flow}?`,
    text: `What will change is shown first; nothing changes before you apply it.${drawn}`,
    confirm: 'Show what will change',
    danger: isChanged,
  };
}

function deleteQuestion({ name, components }: EditedFlow): Parameters<typeof confirmed>[0] {
  const what = counted(components.length, 'component');
  return {
    title: `Delete the flow ${name}?`,
    text: `${what} ${components.length === 1 ? 'is' : 'are'} stopped and taken out of the planet and its file. Listeners are let go.`,
    confirm: 'Delete the flow',
    danger: true,
  };
}
