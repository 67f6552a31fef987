import type { Message, PipelineError } from '@flumotion/core/plugin';

/** Advice for errors of the card; undefined for others. */
export function explain(error: PipelineError): Omit<Message, 'level'> | undefined {
  if (!/^(video|audio)-source$/.test(error.source)) return undefined;
  const debug = `${error.text} ${error.debug}`;
  if (/busy|already in use|enable .* input|start streams/i.test(debug)) {
    return {
      id: 'card-busy',
      text: 'The DeckLink card is used by another program, or cannot do the mode.',
      advice: 'Stop the other program, or set another device-number or mode.',
      debug,
    };
  }
  return noCard(debug);
}

/** What is said when the card, or its driver, is not there. */
export function noCard(debug: string): Omit<Message, 'level'> {
  return {
    id: 'no-card',
    text: 'There is no such DeckLink card.',
    advice:
      "Install Blackmagic's Desktop Video, which has the driver and libDeckLinkAPI.so; check that the card is seen " +
      '(ls /dev/blackmagic), that device-number is right, and start the component again.',
    debug,
  };
}
