package restaurant.local.documents;

import java.util.List;
import java.util.regex.Pattern;

/** What a test does with a command. */
enum Kind {
  /** Bash runs it against the system. */
  EXECUTED,

  /** It would start a build or a system: its words are checked. */
  MAVEN,

  /** It would change the checkout or a project at Google: it must exist, with these options. */
  SCRIPT,

  /** Its own help must know the options. */
  GCLOUD,

  UNKNOWN;

  private static final Pattern SETTING = Pattern.compile("[A-Z_]+=(?!\\$\\().*");

  static Kind of(String command) {
    var words = Words.of(command);
    var first = words.stream().filter(it -> !SETTING.matcher(it).matches()).findFirst().orElse("");
    if (List.of("curl", "cp").contains(first) && words.size() > 1
        || first.startsWith("TOKEN=$(curl ")) {
      return EXECUTED;
    }
    return switch (first) {
      case "mvn" -> MAVEN;
      case "gcloud" -> words.size() > 1 ? GCLOUD : UNKNOWN;
      default ->
          first.matches("(deploy|\\.ci)/.+") && Repository.isProgram(first) ? SCRIPT : UNKNOWN;
    };
  }
}
