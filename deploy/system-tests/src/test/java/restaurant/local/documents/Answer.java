package restaurant.local.documents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a document says that is printed, and what is: ids and times differ, and mean the same all
 * along. Where the document has "…", the rest is cut.
 */
final class Answer {

  private static final Pattern ID =
      Pattern.compile("\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
  private static final Pattern TRACE = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /** The ids of this run by those of the documents. */
  private final Map<String, String> ids = new HashMap<>();

  /** With the ids of this run; {@code <id>} is the first of them. */
  String translated(String command) {
    for (var id : ids.entrySet()) {
      command = command.replace(id.getKey(), id.getValue());
    }
    return command;
  }

  /** The difference; empty where there is none. */
  String difference(String said, String printed) {
    boolean isCut = said.contains("…");
    var wanted = shape(isCut ? said.substring(0, said.indexOf('…')).stripTrailing() : said);
    var got = shape(printed.strip());
    if (isCut ? !got.startsWith(wanted) : !got.equals(wanted)) {
      return "the document says%n%s%nand this is printed:%n%s".formatted(said, printed);
    }
    var mine = ids(said);
    var theirs = ids(printed);
    for (int i = 0; i < mine.size(); i++) {
      ids.putIfAbsent("<id>", theirs.get(i));
      var before = ids.putIfAbsent(mine.get(i), theirs.get(i));
      if (before != null && !before.equals(theirs.get(i))) {
        return "%s was %s before and is %s now".formatted(mine.get(i), before, theirs.get(i));
      }
    }
    return "";
  }

  private static String shape(String text) {
    var withoutTraces = TRACE.matcher(text).replaceAll("<trace>");
    return TIME.matcher(ID.matcher(withoutTraces).replaceAll("<id>")).replaceAll("<time>");
  }

  private static List<String> ids(String text) {
    var found = new ArrayList<String>();
    ID.matcher(text).results().forEach(it -> found.add(it.group()));
    return found;
  }
}
