package restaurant.ops;

/** A tool does not do what it was asked to: nothing was touched. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1;

  Refused(String why) {
    super(why);
  }
}
