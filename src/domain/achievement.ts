/** A skill item of a framework that a badge is aligned with. */
export interface Alignment {
  targetName: string
  targetUrl: string
  targetCode?: string
  targetDescription?: string
  /** with its version, e.g. `デジタルスキル標準 DX推進スキル標準 ver.2.0` */
  targetFramework?: string
}

/** A quantity that a result can have a value for (Open Badges 3.0, B.1.17). Numbers are strings there. */
export interface ResultDescription {
  id: string
  name: string
  resultType: string
  allowedValue?: string[]
  requiredValue?: string
  valueMin?: string
  valueMax?: string
}

/**
 * One version of a badge definition. Immutable once a credential was issued under it; a change makes the next version.
 * The first version's id is `/achievements/{slug}`, later ones `/achievements/{slug}/v/{version}`.
 */
export interface Achievement {
  id: string
  slug: string
  version: string
  kind: 'course_completion' | 'workplace_achievement'
  achievementType: string
  humanCode: string
  name: string
  description: string
  inLanguage: string
  /** Markdown */
  criteriaNarrative: string
  creatorId: string
  alignment: Alignment[]
  resultDescription: ResultDescription[]
  tag: string[]
  related: { id: string; inLanguage?: string; version?: string }[]
  /** text inside the badge picture: level (up to 9 characters) and year in era form */
  art: { level: string; year: string }
  isDemo: boolean
}
