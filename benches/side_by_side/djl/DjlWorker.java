import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;

/**
 * One contender of scripts/bench.sh: DJL on ONNX Runtime. Arguments: the model's folder, threads=N. Its own translator for
 * token classification cuts a text at 512 tokens; this one asks its tokenizer for the windows, with the stride of the others.
 */
final class DjlWorker implements Translator<Encoding, float[]> {
    private static final int STRIDE = 128;

    private final HuggingFaceTokenizer tokenizer;
    private final String[] labels;

    private DjlWorker(Path folder) throws java.io.IOException {
        tokenizer =
                HuggingFaceTokenizer.builder()
                        .optTokenizerPath(folder)
                        .optMaxLength(512)
                        .optTruncation(true)
                        .optStride(STRIDE)
                        .optWithOverflowingTokens(true)
                        .optPadding(false)
                        .build();
        JsonObject config = JsonParser.parseString(Files.readString(folder.resolve("config.json"))).getAsJsonObject();
        JsonObject names = config.getAsJsonObject("id2label");
        labels = new String[names.size()];
        for (String id : names.keySet()) {
            labels[Integer.parseInt(id)] = names.get(id).getAsString();
        }
    }

    @Override
    public NDList processInput(TranslatorContext context, Encoding window) {
        NDManager manager = context.getNDManager();
        return new NDList(
                manager.create(new long[][] {window.getIds()}), manager.create(new long[][] {window.getAttentionMask()}));
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList list) {
        try (NDArray logits = list.get(0)) {
            return logits.toFloatArray();
        }
    }

    @Override
    public Batchifier getBatchifier() {
        return null;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Paths.get(arguments[0]);
        String threads = arguments[1].substring("threads=".length());
        long start = System.nanoTime();
        DjlWorker worker = new DjlWorker(folder);
        Criteria<Encoding, float[]> criteria =
                Criteria.builder()
                        .setTypes(Encoding.class, float[].class)
                        .optModelPath(folder.resolve("onnx").resolve("model.onnx"))
                        .optTranslator(worker)
                        .optEngine("OnnxRuntime")
                        .optOption("intraOpNumThreads", threads)
                        .optOption("interOpNumThreads", "1")
                        .build();
        try (ZooModel<Encoding, float[]> model = criteria.loadModel();
                Predictor<Encoding, float[]> predictor = model.newPredictor()) {
            Documents.serve(start, texts -> texts.stream().mapToInt(text -> worker.entities(predictor, text)).sum());
        }
    }

    private int entities(Predictor<Encoding, float[]> predictor, String text) {
        try {
            Encoding first = tokenizer.encode(text);
            List<CharSpan> found = new ArrayList<>();
            add(found, first, predictor.predict(first));
            for (Encoding window : first.getOverflowing()) {
                add(found, window, predictor.predict(window));
            }
            return found.size();
        } catch (ai.djl.translate.TranslateException error) {
            throw new IllegalStateException(error);
        }
    }

    /** Tokens of one label side by side; of spans that overlap, the first. */
    private void add(List<CharSpan> found, Encoding window, float[] logits) {
        String previous = "O";
        for (int token = 0; token < window.getIds().length; token++) {
            boolean special = window.getSpecialTokenMask()[token] == 1;
            String label = special ? "O" : labels[best(logits, token * labels.length)];
            if (!label.equals("O")) {
                CharSpan span = window.getCharTokenSpans()[token];
                CharSpan last = found.isEmpty() ? null : found.get(found.size() - 1);
                boolean continues = label.startsWith("I") && previous.endsWith(label.substring(1));
                if (last != null && continues) {
                    found.set(found.size() - 1, new CharSpan(last.getStart(), span.getEnd()));
                } else if (last == null || span.getStart() >= last.getEnd()) {
                    found.add(span);
                }
            }
            previous = label;
        }
    }

    /** The best of a token's labels, with the softmax that its score needs. */
    private int best(float[] logits, int start) {
        int best = 0;
        double sum = 0;
        for (int label = 0; label < labels.length; label++) {
            best = logits[start + label] > logits[start + best] ? label : best;
            sum += Math.exp(logits[start + label]);
        }
        return sum > 0 ? best : 0;
    }
}
