package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.gcp.service.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the processes ask and wait for can be set where they are deployed. */
class ProcessSettingsTest {

  private static final Path GCLOUD = Path.of("../gcloud");

  /** The services and settings of {@code process_table} in providers.sh. */
  private static Set<String> rows(String verb) throws IOException {
    return Pattern.compile("(?m)^([a-z]+) +%s +([A-Z_]+)( .*)?$".formatted(verb))
        .matcher(Files.readString(GCLOUD.resolve("steps/providers.sh")))
        .results()
        .map(row -> row.group(1) + " " + row.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyEffectHasAnAddressAndASecret() throws IOException {
    var effects = new TreeSet<String>();
    for (var service : Restaurant.SYSTEM.services()) {
      service.process().stream()
          .flatMap(process -> process.effects().stream())
          .map(effect -> effect.name().replaceAll("([a-z])([A-Z])", "$1_$2").replace('-', '_'))
          .forEach(
              words -> effects.add(service.name() + " PROVIDER_" + words.toUpperCase(Locale.ROOT)));
    }
    assertEquals(effects, rows("asks"));

    var config = Files.readString(GCLOUD.resolve("config.env"));
    for (var effect : effects) {
      for (var what : new String[] {"URL", "SECRET"}) {
        var setting = effect.replaceFirst(".* ", "") + "_" + what;
        assertTrue(config.contains("%s=\"${%s:-}\"".formatted(setting, setting)), setting);
      }
    }
  }

  @Test
  void everyServiceWithDeadlinesSaysHowLongItWaits() throws IOException {
    var waiting =
        Restaurant.SYSTEM.services().stream()
            .filter(service -> service.pending().isPresent())
            .map(Service::name)
            .collect(Collectors.toSet());
    var named = rows("waits").stream().map(row -> row.replaceFirst(" .*", ""));
    assertEquals(waiting, named.collect(Collectors.toSet()));
  }
}
