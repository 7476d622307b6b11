package restaurant.ops.views;

import java.util.Iterator;

/** The names of views, for picocli to list and to check. */
final class ViewName implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return Views.names().iterator();
  }
}
