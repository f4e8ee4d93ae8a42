// What is secret stays out of everything the command prints.

/** A token or a password in an address, in any message, as `***`; also those of the environment. */
export function redact(text: string, env: NodeJS.ProcessEnv = process.env): string {
  const token = env.HF_TOKEN?.trim();
  const secrets = token ? [token, ...token.split(/\s+/)].filter(({ length }) => length > 3) : [];
  return secrets
    .reduce((said, secret) => said.replaceAll(secret, '***'), text)
    .replace(/(\bhttps?:\/\/)[^\s/?#]*@/gi, '$1***@');
}
