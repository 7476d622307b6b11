package restaurant.menu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.commands.Rejection.Kind;
import dev.eventfold.testing.DeciderSpecification;
import dev.eventfold.testing.ProjectionSpecification;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import restaurant.kernel.Money;
import restaurant.menu.MenuItemCommand.AddMenuItem;
import restaurant.menu.MenuItemCommand.ModifyMenuItem;
import restaurant.menu.MenuItemCommand.RemoveMenuItem;
import restaurant.menu.MenuItemEvent.MenuItemAdded;
import restaurant.menu.MenuItemEvent.MenuItemModified;
import restaurant.menu.MenuItemEvent.MenuItemRemoved;
import restaurant.menu.MenuItemView.Item;

class MenuItemTest {

  private static final BigDecimal TEN = new BigDecimal("10");
  private static final BigDecimal TWELVE = new BigDecimal("12.5");
  private static final MenuItemEvent PIZZA = new MenuItemAdded("Pepperoni", Money.of(TEN));
  private static final MenuItemEvent LARGE = new MenuItemModified("Large", Money.of(TWELVE));
  private static final MenuItemEvent GONE = new MenuItemRemoved();

  private static DeciderSpecification<MenuItemCommand, MenuItemEvent, MenuItem.State> given(
      MenuItemEvent... events) {
    return DeciderSpecification.of(new MenuItem()).given(events);
  }

  @Test
  void isAdded() {
    given().when(new AddMenuItem("Pepperoni", TEN)).then(PIZZA);
  }

  @Test
  void isModified() {
    given(PIZZA).when(new ModifyMenuItem("Large", TWELVE)).then(LARGE);
  }

  @Test
  void isRemoved() {
    given(PIZZA, LARGE).when(new RemoveMenuItem()).then(GONE);
  }

  @Test
  void isInactiveOnceItIsRemoved() {
    given(PIZZA, GONE)
        .when(new ModifyMenuItem("Large", TWELVE))
        .thenRejected(Kind.CONFLICT, "Item is inactive.");
    given(PIZZA, GONE).when(new RemoveMenuItem()).thenRejected(Kind.CONFLICT, "Item is inactive.");
  }

  @Test
  void mustHaveBeenAdded() {
    given()
        .when(new ModifyMenuItem("Large", TWELVE))
        .thenRejected(Kind.NOT_FOUND, "Menu item not found.");
    given().when(new RemoveMenuItem()).thenRejected(Kind.NOT_FOUND, "Menu item not found.");
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "-0.01"})
  void costsSomething(BigDecimal price) {
    given()
        .when(new AddMenuItem("Pepperoni", price))
        .thenRejected(Kind.INVALID, "Price must be positive.");
    given(PIZZA)
        .when(new ModifyMenuItem("Pepperoni", price))
        .thenRejected(Kind.INVALID, "Price must be positive.");
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", "'\u2003'"})
  void hasADescription(String description) {
    given()
        .when(new AddMenuItem(description, TEN))
        .thenRejected(Kind.INVALID, "Description must be present.");
  }

  @Test
  void showsWhatItIsAndIsShownWhenItIsGone() {
    var shown = ProjectionSpecification.of(new MenuItemView.FromMenu(), MenuItemEvent.TYPES);
    shown.given(PIZZA).thenShows(notOrdered("Pepperoni", TEN, true));
    shown.given(PIZZA, LARGE).thenShows(notOrdered("Large", TWELVE, true));
    shown.given(PIZZA, LARGE, GONE).thenShows(notOrdered("Large", TWELVE, false));
  }

  /** Prices sort as numbers, and nothing is found that is not shown yet. */
  @Test
  void isFoundByWhatItShows() {
    var item = new Item("Large", Money.of(TWELVE), true);
    assertEquals(
        Map.of("description", "Large", "price", 1_250L, "active", true, "timesOrdered", 7L),
        MenuItemView.VIEW.index().apply(new MenuItemView(Optional.of(item), 7)));
    assertEquals(Map.of(), MenuItemView.VIEW.index().apply(new MenuItemView(Optional.empty(), 7)));
  }

  @Test
  void guestsSeeBothPartsAsOne() {
    var item = new Item("Large", Money.of(TWELVE), true);
    assertEquals(
        Optional.of(new MenuItemView.Shown("Large", Money.of(TWELVE), true, 7)),
        new MenuItemView(Optional.of(item), 7).shown());
  }

  /** What one feed says is the other's is kept when the view is made anew. */
  @Test
  void theTwoPartsOfItsViewAreAllOfIt() {
    var parts = new TreeSet<>(new MenuItemView.FromMenu().fieldsOfOthers());
    parts.addAll(new MenuItemView.FromOrders().fieldsOfOthers());
    assertEquals(
        Arrays.stream(MenuItemView.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new)),
        parts);
  }

  private static MenuItemView notOrdered(String description, BigDecimal price, boolean active) {
    return new MenuItemView(Optional.of(new Item(description, Money.of(price), active)), 0);
  }
}
