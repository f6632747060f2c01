import java.nio.file.Path;
import org.cajal.Entity;
import org.cajal.Model;
import org.cajal.Ner;

/** Finds the drugs in a sentence. The argument is a model folder. */
public class Quickstart {
    public static void main(String[] arguments) {
        try (Model model = Model.load(Path.of(arguments[0]))) {
            String note = "Niño de 3 años 😀; se pauta paracetamol e ibuprofeno.";
            for (Entity entity : Ner.of(model).run(note).entities()) {
                System.out.printf("%d-%d %s %s%n", entity.start(), entity.end(), entity.label(), entity.text(note));
            }
        }
    }
}
