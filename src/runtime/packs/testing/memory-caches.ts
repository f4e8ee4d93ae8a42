/** The little of the Cache API that is used. */
export function memoryCaches() {
  const entries = new Map<string, Response>();
  return {
    open: async () => ({
      match: async (key: string) => entries.get(key)?.clone(),
      keys: async (key: string) => [...entries.keys()].filter((each) => each === key),
      put: async (key: string, value: Response) => void entries.set(key, value),
      delete: async (key: string) => entries.delete(key),
    }),
  };
}
