import { wholeUrl } from './facts.js';

/** Milliseconds for which people are told that something was copied. */
const TOLD = 3000;

/** Writes the addresses of the page in full, and lets them be copied. */
export function showAddresses(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>('input[data-url]')) {
    field.value = wholeUrl(field.dataset['url'] ?? '');
    selectWhole(field);
  }
  const embed = document.querySelector<HTMLTextAreaElement>('textarea[data-page]');
  if (embed) {
    embed.value = embedCode(embed.dataset);
    selectWhole(embed);
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.addEventListener('click', () => void copy(button));
  }
}

function selectWhole(field: HTMLInputElement | HTMLTextAreaElement): void {
  field.addEventListener('focus', () => {
    field.select();
  });
}

/** HTML that shows the player in a frame of another page. */
function embedCode({ page = '', name = '', width = '', height = '' }: DOMStringMap): string {
  const url = new URL(wholeUrl(page));
  url.searchParams.set('embed', '');
  const attributes = Object.entries({
    src: url.href.replace(/embed=(?=&|$)/, 'embed'),
    title: name,
    width,
    height,
    allow: 'autoplay; fullscreen',
    style: 'border: 0',
  });
  const text = attributes.map(([key, value]) => `${key}="${escaped(value)}"`).join(' ');
  return `<iframe ${text}></iframe>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const field = document.getElementById(button.dataset['copy'] ?? '');
  const told = document.getElementById('copied');
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || !told) return;
  // Pages that came without TLS have no clipboard but what is selected.
  const copied =
    window.isSecureContext &&
    (await navigator.clipboard.writeText(field.value).then(
      () => true,
      () => false,
    ));
  if (!copied) {
    field.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way for pages without TLS
    told.textContent = document.execCommand('copy') ? 'Copied.' : 'Selected: copy it with the keyboard.';
    button.focus();
  } else told.textContent = 'Copied.';
  setTimeout(() => (told.textContent = ''), TOLD);
}
