package restaurant.ops;

/** A tool does not do what it was asked to: nothing was touched. */
public final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1;

  public Refused(String why) {
    super(why);
  }
}
