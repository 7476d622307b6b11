package restaurant.local.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command that a document shows, in a block or in a sentence.
 *
 * @param answer what the next block says that it prints
 */
record Step(Path document, int line, String command, Optional<String> answer) {

  private static final String MARGIN = "    ";
  private static final Pattern FENCE = Pattern.compile("^ *```(\\w*)$");
  private static final Pattern IN_A_SENTENCE = Pattern.compile("`([^`]+)`");

  /** GuidesTest compares code with its source; a diagram is neither code nor command. */
  private static final Set<String> NOT_FOR_A_SHELL =
      Set.of("java", "json", "yaml", "xml", "text", "mermaid");

  Kind kind() {
    return Kind.of(command);
  }

  @Override
  public String toString() {
    return "%s:%d %s".formatted(document.getFileName(), line, command);
  }

  static List<Step> of(Path document) throws IOException {
    var steps = new ArrayList<Step>();
    var lines = Files.readAllLines(document);
    var sentences = new StringBuilder();
    int sentencesFrom = 1;
    for (int i = 0; i < lines.size(); i++) {
      var fence = FENCE.matcher(lines.get(i));
      boolean isFenced = fence.matches();
      boolean isIndented =
          lines.get(i).startsWith(MARGIN) && (i == 0 || lines.get(i - 1).isBlank());
      if (!isFenced && !isIndented) {
        sentences.append(lines.get(i)).append('\n');
        continue;
      }
      steps.addAll(inSentences(document, sentencesFrom, sentences.toString()));
      sentences.setLength(0);
      int begin = isFenced ? i + 1 : i;
      int end = begin;
      while (end < lines.size()
          && (isFenced
              ? !lines.get(end).strip().equals("```")
              : lines.get(end).startsWith(MARGIN))) {
        end++;
      }
      if (!isFenced || !NOT_FOR_A_SHELL.contains(fence.group(1))) {
        add(document, begin + 1, lines.subList(begin, end), steps);
      }
      i = isFenced ? end : end - 1;
      sentencesFrom = i + 2;
    }
    steps.addAll(inSentences(document, sentencesFrom, sentences.toString()));
    return steps;
  }

  private static void add(Path document, int line, List<String> block, List<Step> steps) {
    if (block.getFirst().strip().startsWith("{") && !steps.isEmpty()) {
      var last = steps.removeLast();
      // Long lines are wrapped.
      var answer = String.join("", block.stream().map(String::strip).toList());
      steps.add(new Step(last.document, last.line, last.command, Optional.of(answer)));
      return;
    }
    var command = new StringBuilder();
    int begun = line;
    for (var part : block) {
      boolean goesOn = part.endsWith("\\");
      command.append(goesOn ? part.substring(0, part.length() - 1) : part);
      if (!goesOn) {
        steps.add(new Step(document, begun, command.toString().strip(), Optional.empty()));
        command.setLength(0);
        begun = line + 1;
      }
      line++;
    }
  }

  /** Of what sentences quote, that which is a command: much else is a name. */
  private static List<Step> inSentences(Path document, int line, String text) {
    return IN_A_SENTENCE
        .matcher(text)
        .results()
        .map(
            quoted ->
                new Step(
                    document,
                    line
                        + (int)
                            text.substring(0, quoted.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count(),
                    quoted.group(1).replace('\n', ' '),
                    Optional.empty()))
        .filter(step -> step.kind() != Kind.UNKNOWN)
        .toList();
  }
}
