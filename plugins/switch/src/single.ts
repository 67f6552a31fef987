import { defineComponent, type ComponentDefinition } from '@flumotion/core/plugin';
import type { ChoiceRules } from './chooser';
import { SWITCH_PROPERTIES, SWITCH_STATS, SWITCH_TABLES } from './declared';
import { masterBackup, RULES } from './master-backup';
import { SINGLE_RAIL, SINGLE_TEXT } from './rails';
import { machineClocks, type Clocks } from './steady-clock';

const RAW = 'video/x-raw; audio/x-raw';

function single(type: string, description: string, rules: ChoiceRules, clocks: Clocks): ComponentDefinition {
  return defineComponent(
    {
      type,
      kind: 'combiner',
      description,
      eaters: {
        master: { caps: RAW, required: false, description: 'Raw pictures or sound.' },
        backup: { caps: RAW, required: false, alike: 'master', description: 'The same, in the same form.' },
      },
      feeders: { default: { caps: RAW, description: 'What is on air.' } },
      properties: SWITCH_PROPERTIES,
      tables: SWITCH_TABLES,
      stats: SWITCH_STATS,
      pipeline: SINGLE_TEXT,
    },
    masterBackup([SINGLE_RAIL], rules, clocks),
  );
}

/** Makes the single-switch-combiner. */
export function singleSwitch(clocks: Clocks = machineClocks): ComponentDefinition {
  return single(
    'single-switch-combiner',
    'Switches between two feeds of raw pictures, or of raw sound, by hand or by a calendar.',
    RULES.plain,
    clocks,
  );
}

/** Makes the single-basic-watchdog-combiner. */
export function singleWatchdog(clocks: Clocks = machineClocks): ComponentDefinition {
  return single(
    'single-basic-watchdog-combiner',
    'Switches between two feeds of raw pictures, or of raw sound, and to the other one when one is lost.',
    RULES.watchdog,
    clocks,
  );
}
