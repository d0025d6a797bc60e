/**
 * The address that opens LinkedIn's form for a licence or certification with every field filled. The person still presses save there.
 *
 * @param badge.awardedOn - JST day; LinkedIn takes year and month
 */
export const linkedInUrl = (badge: {
  name: string
  issuerName: string
  url: string
  shortId: string
  awardedOn: string
  validUntilOn?: string
}): string => {
  const month = (day: string): [string, string] => [day.slice(0, 4), String(Number(day.slice(5, 7)))]
  const [issueYear, issueMonth] = month(badge.awardedOn)
  const query = new URLSearchParams({
    startTask: 'CERTIFICATION_NAME',
    name: badge.name,
    organizationName: badge.issuerName,
    issueYear,
    issueMonth,
    certUrl: badge.url,
    certId: badge.shortId,
  })
  if (badge.validUntilOn !== undefined) {
    const [expirationYear, expirationMonth] = month(badge.validUntilOn)
    query.set('expirationYear', expirationYear)
    query.set('expirationMonth', expirationMonth)
  }
  return `https://www.linkedin.com/profile/add?${query}`
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A piece of HTML for other pages: the picture, with a link to the page that verifies. */
export const embedCode = (url: string, name: string): string => {
  const text = name.replace(/[&<>"]/g, (character) => escapes[character] as string)
  return `<a href="${url}"><img src="${url}.png" width="160" height="160" alt="${text}"></a>`
}
