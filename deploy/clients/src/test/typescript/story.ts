// Compiled, never run: what a reader of the document in TypeScript can write, and what not.
import { Configuration, MenuApi, type ModifyMenuItemPayload, type Money } from "../../../target/clients/typescript";

export async function modify(id: string): Promise<string> {
  const payload: ModifyMenuItemPayload = { description: "Pepperoni, large", price: "14.50" };
  const menu = new MenuApi(new Configuration({ basePath: "http://localhost:8080", accessToken: "token" }));
  const outcome = await menu.commandMenu({
    menuCommand: { type: "modifyMenuItem", aggregateId: id, payload },
  });
  const event = outcome.events[0];
  // The type says which event it is, and so which payload it has.
  return event?.type === "menuItemModified" ? event.payload.price.amount : "";
}

// @ts-expect-error: a number could lose digits
export const amount: Money = { amount: 14.5, currency: "USD" };

// @ts-expect-error: there is no such event
export const is = (event: { type: "menuItemModified" }): boolean => event.type === "menuItemEaten";
