/** A page or a table of figures is far smaller; larger files are cut to what the reviewer has to see. */
export const MAX_EVIDENCE_BYTES = 5_000_000
/** Files of one nomination. */
export const MAX_EVIDENCE_FILES = 5

/** What is taken as evidence: nothing that a program runs. Each with the bytes that its content begins with. */
export const evidenceTypes: Readonly<Record<string, { ending: string; begins?: readonly number[] }>> = {
  'application/pdf': { ending: 'pdf', begins: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  'image/png': { ending: 'png', begins: [0x89, 0x50, 0x4e, 0x47] },
  'image/jpeg': { ending: 'jpg', begins: [0xff, 0xd8, 0xff] },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { ending: 'xlsx', begins: [0x50, 0x4b, 0x03, 0x04] },
  'text/csv': { ending: 'csv' },
}
