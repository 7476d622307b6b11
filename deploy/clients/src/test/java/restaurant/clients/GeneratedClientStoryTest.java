package restaurant.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import restaurant.client.ApiClient;
import restaurant.client.ApiException;
import restaurant.client.CustomersApi;
import restaurant.client.MenuApi;
import restaurant.client.OrdersApi;
import restaurant.client.model.AddAddress;
import restaurant.client.model.AddAddressPayload;
import restaurant.client.model.AddDeliveryAddressToOrder;
import restaurant.client.model.AddDeliveryAddressToOrderPayload;
import restaurant.client.model.AddItemToOrder;
import restaurant.client.model.AddItemToOrderPayload;
import restaurant.client.model.AddMenuItem;
import restaurant.client.model.AddMenuItemPayload;
import restaurant.client.model.CustomersCommand;
import restaurant.client.model.ItemAddedToOrder;
import restaurant.client.model.MenuCommand;
import restaurant.client.model.MenuItemModified;
import restaurant.client.model.MenuOutcome;
import restaurant.client.model.ModifyMenuItem;
import restaurant.client.model.ModifyMenuItemPayload;
import restaurant.client.model.OpenOrder;
import restaurant.client.model.OpenOrderPayload;
import restaurant.client.model.OrderPlaced;
import restaurant.client.model.OrderStatus;
import restaurant.client.model.OrdersCommand;
import restaurant.client.model.OrdersOutcome;
import restaurant.client.model.PlaceOrder;
import restaurant.client.model.SignUpCustomer;
import restaurant.client.model.SignUpCustomerPayload;
import restaurant.local.LocalSystem;
import restaurant.local.gateway.Tokens;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;

/** The client that a generator makes of the document, on the running system: no amount is lost. */
class GeneratedClientStoryTest {

  private static final long PATIENCE_SECONDS = 30;

  private static LocalSystem system;
  private static MenuApi menu;
  private static CustomersApi customers;
  private static OrdersApi orders;

  private interface Call<T> {
    T send() throws ApiException;
  }

  @BeforeAll
  static void start() throws Exception {
    var tokens = Tokens.make();
    system =
        LocalSystem.start(
            new LocalSystem.Options(
                Platform.Choice.MEMORY, 0, false, Deliveries.Manner.GOOD, Optional.of(tokens)));
    var client = new ApiClient();
    client.updateBaseUri(system.uri().toString());
    client.setRequestInterceptor(
        request -> request.header("Authorization", "Bearer " + tokens.staff("cook")));
    menu = new MenuApi(client);
    customers = new CustomersApi(client);
    orders = new OrdersApi(client);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void fromSigningUpToAPlacedOrder() throws Exception {
    var guest = signUp();
    var soup = addToTheMenu("Soup", "10.00");
    var pizza = addToTheMenu("Pepperoni", "0.10");
    var modified = (MenuItemModified) modify(pizza, "Pepperoni, large", "999999999.99");
    assertEquals("999999999.99", modified.getPayload().getPrice().getAmount());

    var order = open(guest);
    add(order, soup, 1, "10.00");
    add(order, pizza, 3, "999999999.99");
    toHome(order);
    var placed = (OrderPlaced) place(order);
    assertEquals("3000000009.97", placed.getPayload().getTotal().getAmount());

    readTheOrder(order, placed.getVersion());
    var item = soon(() -> menu.getMenuItem(menuItem(pizza)), it -> it.getTimesOrdered() == 3);
    assertEquals("999999999.99", item.getPrice().getAmount());
    assertEquals("Ann", soon(() -> customers.getCustomer(customer(guest)), any()).getName());
    var history = menu.listMenuItemEvents(events(pizza)).getEvents();
    assertEquals(2, history.size());
    assertEquals(modified, history.getLast().getActualInstance());
  }

  @Test
  void aBrokenRuleIsAProblem() {
    var refused = assertThrows(ApiException.class, () -> addToTheMenu("", "-1"));
    assertEquals(422, refused.getCode());
  }

  private static void readTheOrder(String id, long version) throws Exception {
    var request = OrdersApi.APIGetOrderRequest.newBuilder().id(id).minVersion(version).build();
    var order = soon(() -> orders.getOrder(request), any());
    assertEquals(OrderStatus.PLACED, order.getStatus());
    assertEquals("3000000009.97", order.getTotal().getAmount());
    assertEquals(
        List.of("10.00", "2999999999.97"),
        order.getItems().stream().map(it -> it.getSubtotal().getAmount()).toList());
    assertEquals("home", order.getDeliveryAddress().getNickname());
  }

  private static MenuApi.APIGetMenuItemRequest menuItem(String id) {
    return MenuApi.APIGetMenuItemRequest.newBuilder().id(id).minVersion(2L).build();
  }

  private static MenuApi.APIListMenuItemEventsRequest events(String id) {
    return MenuApi.APIListMenuItemEventsRequest.newBuilder().id(id).build();
  }

  private static CustomersApi.APIGetCustomerRequest customer(String id) {
    return CustomersApi.APIGetCustomerRequest.newBuilder().id(id).minVersion(2L).build();
  }

  private static String signUp() throws ApiException {
    var signUp =
        new SignUpCustomer()
            .type(SignUpCustomer.TypeEnum.SIGN_UP_CUSTOMER)
            .payload(new SignUpCustomerPayload().name("Ann").email("ann@example.org"));
    var guest = send(new CustomersCommand(signUp));
    var home = new AddAddressPayload().nickname("home").street("1 Main St");
    send(
        new CustomersCommand(
            new AddAddress()
                .type(AddAddress.TypeEnum.ADD_ADDRESS)
                .aggregateId(guest)
                .payload(home.city("Springfield").postalCode("12345"))));
    return guest;
  }

  private static String send(CustomersCommand command) throws ApiException {
    return customers
        .commandCustomers(
            CustomersApi.APICommandCustomersRequest.newBuilder().customersCommand(command).build())
        .getAggregateId();
  }

  private static String addToTheMenu(String description, String price) throws ApiException {
    return send(new MenuCommand(
            new AddMenuItem()
                .type(AddMenuItem.TypeEnum.ADD_MENU_ITEM)
                .payload(new AddMenuItemPayload().description(description).price(price))))
        .getAggregateId();
  }

  private static Object modify(String id, String description, String price) throws ApiException {
    var payload = new ModifyMenuItemPayload().description(description).price(price);
    var outcome =
        send(
            new MenuCommand(
                new ModifyMenuItem()
                    .type(ModifyMenuItem.TypeEnum.MODIFY_MENU_ITEM)
                    .aggregateId(id)
                    .payload(payload)));
    return outcome.getEvents().getFirst().getActualInstance();
  }

  private static MenuOutcome send(MenuCommand command) throws ApiException {
    return menu.commandMenu(
        MenuApi.APICommandMenuRequest.newBuilder().menuCommand(command).build());
  }

  private static String open(String guest) throws Exception {
    var command =
        new OrdersCommand(
            new OpenOrder()
                .type(OpenOrder.TypeEnum.OPEN_ORDER)
                .payload(new OpenOrderPayload().customerId(guest)));
    return soon(() -> send(command, false), any()).getAggregateId();
  }

  /** Orders learns of a new price a moment later: tries without effect until it has. */
  private static void add(String order, String item, int quantity, String price) throws Exception {
    var command =
        new OrdersCommand(
            new AddItemToOrder()
                .type(AddItemToOrder.TypeEnum.ADD_ITEM_TO_ORDER)
                .aggregateId(order)
                .payload(new AddItemToOrderPayload().menuItemId(item).quantity(quantity)));
    soon(() -> send(command, true), it -> price(it).equals(price));
    assertEquals(price, price(send(command, false)));
  }

  private static String price(OrdersOutcome outcome) {
    var added = (ItemAddedToOrder) outcome.getEvents().getFirst().getActualInstance();
    return added.getPayload().getPrice().getAmount();
  }

  private static void toHome(String order) throws Exception {
    var command =
        new OrdersCommand(
            new AddDeliveryAddressToOrder()
                .type(AddDeliveryAddressToOrder.TypeEnum.ADD_DELIVERY_ADDRESS_TO_ORDER)
                .aggregateId(order)
                .payload(new AddDeliveryAddressToOrderPayload().nickname("home")));
    soon(() -> send(command, false), any());
  }

  private static Object place(String order) throws ApiException {
    var command =
        new OrdersCommand(
            new PlaceOrder().type(PlaceOrder.TypeEnum.PLACE_ORDER).aggregateId(order));
    return send(command, false).getEvents().getFirst().getActualInstance();
  }

  private static OrdersOutcome send(OrdersCommand command, boolean dryRun) throws ApiException {
    return orders.commandOrders(
        OrdersApi.APICommandOrdersRequest.newBuilder()
            .ordersCommand(command)
            .dryRun(dryRun)
            .build());
  }

  private static <T> Predicate<T> any() {
    return it -> true;
  }

  /** What a service learns from another, and a view from its events, is there a moment later. */
  private static <T> T soon(Call<T> call, Predicate<T> isIt) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try {
        var answer = call.send();
        if (isIt.test(answer)) {
          return answer;
        }
        assertTrue(System.nanoTime() < end, answer::toString);
      } catch (ApiException e) {
        if (!List.of(404, 504).contains(e.getCode()) || System.nanoTime() > end) {
          throw e;
        }
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
