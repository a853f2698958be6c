type Delivery = { readonly by: "push" | "polling" };

/** How changes of an account come here. Where no provider can call us, what is left of earlier channels says nothing (WHK-7). */
export function chooseWay(deliveries: readonly Delivery[], isReachable: boolean) {
  if (!isReachable) return "unreachable";
  const told = deliveries.filter(({ by }) => by === "push").length;
  if (told === 0) return "asking";
  return told === deliveries.length ? "told" : "both";
}
