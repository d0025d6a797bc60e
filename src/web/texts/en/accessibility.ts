import type { ja } from '../ja.ts'

export const accessibility: typeof ja.accessibility = {
  title: 'Accessibility',
  lead: 'Everybody should be able to read and verify a badge, with any device.',
  sections: [
    {
      id: 'goal',
      heading: 'Standards that we aim for',
      lines: [
        'Level AA of JIS X 8341-3:2016 and level AA of WCAG 2.2.',
        'This covers every page of the service, its mails, and what is printed from its pages. What the PDF certificate says can be read on the page of the badge.',
      ],
    },
    {
      id: 'done',
      heading: 'What we do',
      lines: [
        'A verdict is told by its shape and a word, never by colour alone.',
        'Everything works with the keyboard alone; a thick ring shows where the focus is.',
        'Without JavaScript the verdict can be read and the verification page can be used. Only the camera needs it.',
        'Beside a QR code stand the number and the address that lead to the same page.',
        'Text can be enlarged to 200 %, and pages fit a width of 320 pixels without scrolling sideways.',
        'The dark colour scheme, reduced motion and forced colours of your device are followed.',
        'The values of a chart can be read in the table beside it.',
      ],
    },
    {
      id: 'tests',
      heading: 'How it is tested',
      lines: [
        'For each version the public pages are tested automatically with axe: in Japanese in the light scheme, in English in the dark one. Pages behind the sign-in are tested in both languages. Zero findings are allowed.',
        'Verifying, and moving through the page of a badge, are walked automatically with the keyboard alone.',
      ],
    },
    {
      id: 'limits',
      heading: 'What is not done yet',
      lines: [
        'Nobody with a disability has tried the pages for us yet, no screen reader was tested on a real device, and no third party has tested for conformance.',
        'The PDF certificate is tagged, but was not tried with software that reads aloud.',
        'Texts by employers and course operators may not be in plain words.',
      ],
    },
    {
      id: 'contact',
      heading: 'If something does not work for you',
      lines: ['Please write to the contact in the mail that told you of your badge. You will get the same content in another form.'],
    },
  ],
  asOf: 'As of 24 November 2026',
}
