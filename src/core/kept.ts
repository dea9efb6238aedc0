/**
 * A pure function of one value that never changes, which is asked for the same value again and again (a policy, above
 * all): what it made is kept for as long as the value itself is. It answers as the function does, whatever was asked before.
 */
export function keptFor<Value extends object, Made extends object>(
  make: (value: Value) => Made,
): (value: Value) => Made {
  const kept = new WeakMap<Value, Made>();
  return (value) => {
    const known = kept.get(value);
    if (known !== undefined) return known;
    const made = make(value);
    kept.set(value, made);
    return made;
  };
}
