package restaurant.ops.events;

import dev.eventfold.gcp.service.Service;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import restaurant.system.Restaurant;

/** The name of a service with events of its own. */
final class ServiceConverter implements ITypeConverter<Service> {

  @Override
  public Service convert(String name) {
    var writers = Restaurant.SYSTEM.writers();
    return writers.stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "must be one of "
                        + String.join(", ", writers.stream().map(Service::name).toList())));
  }
}
