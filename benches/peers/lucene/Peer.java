import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.NGramPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;

/**
 * Lucene, behind the protocol of search-benchmark-game.
 *
 * <p>{@code bigrams}: one field of pairs of characters, by {@code CJKAnalyzer}, as Anserini's
 * {@code -language zh} does it, but with positions, without which it could find no literal.
 *
 * <p>{@code terms}: title, summary and body as fields of terms that were cut before, each after a
 * digit, its distance in positions from the term before.
 */
public final class Peer {
    private static final String[] TEXTS = {"title", "summary", "body"};
    private static final double BUFFER_MB = 1024;
    private static final int BATCH = 64;
    private static final Pattern PART = Pattern.compile("\"([^\"]*)\"|([^\\s\"+]+)");

    private final boolean isPreCut;
    private final Analyzer analyzer;

    private Peer(String kind) {
        isPreCut = kind.equals("terms");
        analyzer = isPreCut ? new PreCut() : new Apart(new CJKAnalyzer());
    }

    public static void main(String[] args) throws Exception {
        Peer peer = new Peer(args[0]);
        if (args[1].equals("index")) {
            peer.index(Path.of(args[2]), Path.of(args[3]), Integer.parseInt(args[4]));
        } else {
            peer.search(Path.of(args[2]));
        }
    }

    // ---- writing

    private void index(Path articles, Path folder, int threads) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(analyzer);
        config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        config.setRAMBufferSizeMB(BUFFER_MB);
        config.setSimilarity(similarity());
        BlockingQueue<List<String>> lines = new ArrayBlockingQueue<>(4 * threads);
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        // Closing commits and waits for merges.
        try (FSDirectory directory = FSDirectory.open(folder);
                IndexWriter writer = new IndexWriter(directory, config)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(workers.submit(() -> addAll(lines, writer)));
            }
            read(articles, lines, threads);
            for (Future<?> worker : running) {
                worker.get();
            }
        }
        workers.shutdown();
    }

    private static void read(Path articles, BlockingQueue<List<String>> lines, int threads) throws Exception {
        try (BufferedReader reader = Files.newBufferedReader(articles)) {
            List<String> batch = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                batch.add(line);
                if (batch.size() == BATCH) {
                    lines.put(batch);
                    batch = new ArrayList<>();
                }
            }
            lines.put(batch);
        }
        for (int i = 0; i < threads; i++) {
            // An end marker for each worker.
            lines.put(List.of());
        }
    }

    private Void addAll(BlockingQueue<List<String>> lines, IndexWriter writer) throws Exception {
        JsonFactory json = new JsonFactory();
        for (List<String> batch = lines.take(); !batch.isEmpty(); batch = lines.take()) {
            for (String line : batch) {
                writer.addDocument(document(parse(json, line)));
            }
        }
        return null;
    }

    private Document document(Map<String, String> article) {
        Document document = new Document();
        document.add(new StringField("id", article.get("id"), Field.Store.YES));
        // With points beside the values, sorting by date skips what cannot be among the newest.
        long seconds = Long.parseLong(article.getOrDefault("seconds", "0"));
        document.add(new LongPoint("seconds", seconds));
        document.add(new NumericDocValuesField("seconds", seconds));
        for (String name : TEXTS) {
            String text = article.getOrDefault(name, "");
            document.add(new StoredField(name, text));
            if (isPreCut) {
                document.add(new TextField(name + "_terms", article.getOrDefault(name + "_terms", ""), Field.Store.NO));
            } else {
                document.add(new TextField("contents", text, Field.Store.NO));
            }
        }
        return document;
    }

    private static Map<String, String> parse(JsonFactory json, String line) throws IOException {
        Map<String, String> article = new HashMap<>();
        try (JsonParser parser = json.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.getCurrentName();
                if (parser.nextToken() == JsonToken.START_ARRAY) {
                    parser.skipChildren();
                } else {
                    article.put(name, parser.getText());
                }
            }
        }
        return article;
    }

    // ---- searching

    private void search(Path folder) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setSimilarity(similarity());
            // Queries are repeated, and no engine may answer from a cache.
            searcher.setQueryCache(null);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] parts = line.split("\t", 2);
                out.print(answer(searcher, parts[0], query(parts[1])) + "\n");
                out.flush();
            }
        }
    }

    private static String answer(IndexSearcher searcher, String command, Query query) throws IOException {
        switch (command) {
            case "COUNT":
                return Integer.toString(searcher.count(query));
            case "TOP_10":
                return ids(searcher, searcher.search(query, 10).scoreDocs);
            case "NEWEST_10":
                Sort newest = new Sort(new SortField("seconds", SortField.Type.LONG, true));
                return ids(searcher, searcher.search(query, 10, newest).scoreDocs);
            default:
                return "UNSUPPORTED";
        }
    }

    private static String ids(IndexSearcher searcher, ScoreDoc[] hits) throws IOException {
        List<String> ids = new ArrayList<>();
        for (ScoreDoc hit : hits) {
            ids.add(searcher.storedFields().document(hit.doc, Set.of("id")).get("id"));
        }
        return String.join(" ", ids);
    }

    /** Reads what search-benchmark-game writes: phrases in quotes must occur, bare words may. */
    private Query query(String text) throws IOException {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        Matcher part = PART.matcher(text);
        List<Query> parts = new ArrayList<>();
        boolean mustStand = false;
        while (part.find()) {
            mustStand |= part.group(1) != null;
            parts.addAll(part.group(1) != null ? List.of(phrase(part.group(1))) : words(part.group(2)));
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        for (Query each : parts) {
            all.add(each, mustStand ? Occur.MUST : Occur.SHOULD);
        }
        return all.build();
    }

    private List<Query> words(String text) throws IOException {
        List<Query> words = new ArrayList<>();
        if (isPreCut) {
            words.add(anywhere(field -> new TermQuery(new Term(field, text))));
        } else {
            tokens(text).forEach((term) -> words.add(new TermQuery(new Term("contents", term))));
        }
        return words;
    }

    private Query phrase(String text) throws IOException {
        if (isPreCut) {
            return anywhere(field -> placed(field, text.split(" ")));
        }
        List<String> terms = tokens(text);
        if (terms.size() == 1) {
            return new TermQuery(new Term("contents", terms.get(0)));
        }
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        terms.forEach(term -> phrase.add(new Term("contents", term)));
        // Omits every second pair where the phrase stays the same.
        return new NGramPhraseQuery(2, phrase.build());
    }

    /** A phrase of terms with their offsets: {@code 0:微短 1:短剧}. */
    private static Query placed(String field, String[] parts) {
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        for (String part : parts) {
            int colon = part.indexOf(':');
            Term term = new Term(field, part.substring(colon + 1));
            if (parts.length == 1) {
                return new TermQuery(term);
            }
            phrase.add(term, Integer.parseInt(part.substring(0, colon)));
        }
        return phrase.build();
    }

    private interface InField {
        Query of(String field);
    }

    private static Query anywhere(InField query) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String name : TEXTS) {
            any.add(query.of(name + "_terms"), Occur.SHOULD);
        }
        return any.build();
    }

    private List<String> tokens(String text) throws IOException {
        List<String> tokens = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream("contents", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                tokens.add(term.toString());
            }
            stream.end();
        }
        return tokens;
    }

    private static BM25Similarity similarity() {
        return new BM25Similarity(0.9f, 0.4f);
    }

    /** Keeps title, summary and body of one field apart, so that no phrase crosses from one into the next. */
    private static final class Apart extends AnalyzerWrapper {
        private final Analyzer inner;

        Apart(Analyzer inner) {
            super(inner.getReuseStrategy());
            this.inner = inner;
        }

        @Override
        protected Analyzer getWrappedAnalyzer(String field) {
            return inner;
        }

        @Override
        public int getPositionIncrementGap(String field) {
            return 100;
        }
    }

    /** Reads terms that were cut before. */
    private static final class PreCut extends Analyzer {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            return new TokenStreamComponents(new Terms());
        }
    }

    private static final class Terms extends Tokenizer {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
        private final char[] buffer = new char[1 << 14];
        private int at;
        private int end;

        @Override
        public void reset() throws IOException {
            super.reset();
            at = 0;
            end = 0;
        }

        @Override
        public boolean incrementToken() throws IOException {
            clearAttributes();
            int digit = next();
            if (digit < 0) {
                return false;
            }
            increment.setPositionIncrement(digit - '0');
            for (int c = next(); c >= 0 && c != ' '; c = next()) {
                term.append((char) c);
            }
            return true;
        }

        private int next() throws IOException {
            if (at == end) {
                end = input.read(buffer);
                at = 0;
            }
            return end <= 0 ? -1 : buffer[at++];
        }
    }
}
