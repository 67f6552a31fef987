import { defineComponent, type ComponentDefinition } from '@flumotion/core/plugin';
import type { ChoiceRules } from './chooser';
import {
  AV_FEEDERS,
  avEaters,
  FORM_PROPERTIES,
  SOURCES,
  SWITCH_PROPERTIES,
  SWITCH_STATS,
  SWITCH_TABLES,
} from './declared';
import { masterBackup, RULES } from './master-backup';
import { avRails, avText } from './rails';
import { machineClocks, type Clocks } from './steady-clock';

function av(type: string, description: string, rules: ChoiceRules, clocks: Clocks): ComponentDefinition {
  return defineComponent(
    {
      type,
      kind: 'combiner',
      description,
      eaters: avEaters(SOURCES),
      feeders: AV_FEEDERS,
      properties: { ...SWITCH_PROPERTIES, ...FORM_PROPERTIES },
      tables: SWITCH_TABLES,
      stats: SWITCH_STATS,
      pipeline: avText(SOURCES),
    },
    masterBackup(avRails(SOURCES), rules, clocks),
  );
}

/** Makes the av-switch-combiner. */
export function avSwitch(clocks: Clocks = machineClocks): ComponentDefinition {
  return av(
    'av-switch-combiner',
    'Switches between two pairs of raw pictures and sound, by hand or by a calendar.',
    RULES.plain,
    clocks,
  );
}

/** Makes the av-basic-watchdog-combiner. */
export function avWatchdog(clocks: Clocks = machineClocks): ComponentDefinition {
  return av(
    'av-basic-watchdog-combiner',
    'Switches between two pairs of raw pictures and sound, and to the other one when one is lost.',
    RULES.watchdog,
    clocks,
  );
}
