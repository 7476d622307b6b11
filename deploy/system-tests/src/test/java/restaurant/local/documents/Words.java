package restaurant.local.documents;

import java.util.ArrayList;
import java.util.List;

/** A command line as a shell splits it. */
final class Words {

  private Words() {}

  static List<String> of(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    char quote = 0;
    int depth = 0;
    boolean isBegun = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        isBegun = true;
      } else if (quote == 0 && depth == 0 && Character.isWhitespace(c)) {
        if (isBegun) {
          words.add(word.toString());
        }
        word.setLength(0);
        isBegun = false;
      } else if (quote == 0 && c == '#' && !isBegun || c == '&' && quote == 0) {
        break;
      } else {
        depth += quote != 0 ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
        word.append(c);
        isBegun = true;
      }
    }
    if (isBegun) {
      words.add(word.toString());
    }
    return words;
  }
}
