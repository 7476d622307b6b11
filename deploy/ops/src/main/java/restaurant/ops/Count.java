package restaurant.ops;

/**
 * How many there are.
 *
 * @param orMore whether no more were counted, and there may be others
 */
public record Count(int number, boolean orMore) {

  public String of(String one, String several) {
    return this + " " + (number == 1 && !orMore ? one : several);
  }

  @Override
  public String toString() {
    return number + (orMore ? " or more" : "");
  }
}
