export const codeTextsJa: Readonly<Record<string, string>> = {}
